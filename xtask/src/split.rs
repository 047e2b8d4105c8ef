//! Splits the WASM into what every page needs and a file for each chunk (`app/src/chunks.rs`), and names the files by
//! their content.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

use crate::settings::Settings;
use crate::{files, shared};

/// The script that fetches chunks.
const LINK: &str = "chunks.js";

/// Which files each chunk needs, for the server: a page tells the browser at once what it will fetch.
const NEEDED: &str = "chunks.json";

/// The main file, before wasm-bindgen has seen it.
pub(crate) fn main(package: &Path) -> PathBuf {
    package.join("main.wasm")
}

/// The files of a split.
#[derive(Default)]
pub(crate) struct Split {
    /// The main one, as wasm-bindgen will name it, and the chunks'.
    pub(crate) modules: Vec<PathBuf>,
    /// The chunks by name, each with the stems of the files that it needs.
    needed: HashMap<String, Vec<String>>,
}

pub(crate) fn split(settings: &Settings, module: &Path, package: &Path) -> Result<Split> {
    let module = files::read(module)?;
    let (main, link) = (main(package), format!("./{LINK}"));
    let script = format!("./{}.js", settings.leptos.output_name);
    let mut options = Options::new(&module);
    options.output_dir = package;
    options.main_out_path = &main;
    options.main_module = &script;
    options.link_name = &link;
    options.group_shared = Some(&shared::group);
    let split = transform(options).map_err(|problem| anyhow!("the WASM can't be split: {problem:#}"))?;
    let first = package.join(format!("{}_bg.wasm", settings.leptos.output_name));
    Ok(Split { modules: [vec![first], split.split_modules].concat(), needed: split.prefetch_map })
}

/// Gives the files names that change with their content, and writes down which of them each chunk needs. The two scripts
/// name each other, so they share one name.
pub(crate) fn name(settings: &Settings, package: &Path, split: &Split) -> Result<()> {
    let output = &settings.leptos.output_name;
    let (script, link) = (package.join(format!("{output}.js")), package.join(LINK));
    let mut linking = early(&quiet(&text(&link)?)?)?;
    let (first, chunks) = split.modules.split_first().context("no WASM")?;
    let mut names = HashMap::new();
    for chunk in chunks {
        let stem = chunk.file_stem().and_then(|stem| stem.to_str()).context("a file name that is not text")?;
        let kind = if stem.starts_with("chunk_") { "shared".to_owned() } else { format!("chunk-{stem}") };
        let named = format!("{kind}.{}.wasm", files::hash(&files::read(chunk)?));
        let (fetched, instead) = (format!("\"./{stem}.wasm\""), format!("\"./{named}\""));
        ensure!(linking.contains(&fetched), "the script does not fetch {stem}");
        linking = linking.replace(&fetched, &instead);
        fs::rename(chunk, package.join(&named))?;
        names.insert(stem, named);
    }
    let running = text(&script)?;
    let hash = files::hash(format!("{running}{linking}").as_bytes());
    let linking = linking.replace(&format!("./{output}.js"), &format!("./{output}.{hash}.js"));
    // The import alone: inside, the WASM goes on asking for it by the name it was split with.
    let running = running.replace(&format!(" from \"./{LINK}\""), &format!(" from \"./chunks.{hash}.js\""));
    fs::remove_file(&link)?;
    let link = format!("chunks.{hash}.js");
    files::write(&package.join(&link), linking.as_bytes())?;
    files::write(&package.join(format!("{output}.{hash}.js")), running.as_bytes())?;
    fs::remove_file(script)?;
    let needed = split.needed.iter().map(|(chunk, stems)| {
        let files = stems.iter().map(|stem| names.get(&**stem).with_context(|| format!("no file {stem}")));
        let files = [Ok(&link)].into_iter().chain(files);
        Ok((chunk, files.collect::<Result<Vec<_>>>()?))
    });
    let needed = needed.collect::<Result<BTreeMap<_, _>>>()?;
    files::write(&package.join(NEEDED), &serde_json::to_vec_pretty(&needed)?)?;
    let hash = files::hash(&files::read(first)?);
    Ok(fs::rename(first, package.join(format!("{output}.{hash}.wasm")))?)
}

/// The browser notes by itself what it could not fetch, and the app does without it; whoever leaves a page while a
/// chunk comes has done nothing wrong.
fn quiet(linking: &str) -> Result<String> {
    let loud = "console.error(e);";
    ensure!(linking.contains(loud), "the script that fetches chunks is another than we know");
    Ok(linking.replace(loud, ""))
}

/// The page has asked for some files before (`app/src/document.rs`).
fn early(linking: &str) -> Result<String> {
    let asking = "fetch(new URL(";
    ensure!(linking.contains(asking), "the script that fetches chunks is another than we know");
    Ok(linking.replace(asking, "early(new URL(") + EARLY)
}

/// A second request, where the first has failed, is a new one.
const EARLY: &str = r"
function early(file) {
    const asked = globalThis.asked?.get(file.pathname);
    globalThis.asked?.delete(file.pathname);
    return asked ?? fetch(file);
}
";

fn text(file: &Path) -> Result<String> {
    String::from_utf8(files::read(file)?).with_context(|| file.display().to_string())
}
