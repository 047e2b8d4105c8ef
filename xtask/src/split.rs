//! Splits the WASM into what every page needs and a file for each chunk (functions marked `wasm_split`), and names the
//! files by their content.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

use crate::files;
use crate::settings::Settings;

/// The script that fetches chunks.
const LINK: &str = "chunks.js";

/// The main file, before wasm-bindgen has seen it.
pub(crate) fn main(package: &Path) -> PathBuf {
    package.join("main.wasm")
}

/// The files of a split.
#[derive(Default)]
pub(crate) struct Split {
    /// The main one, as wasm-bindgen will name it, and the chunks'.
    pub(crate) modules: Vec<PathBuf>,
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
    let split = transform(options).map_err(|problem| anyhow!("the WASM can't be split: {problem:#}"))?;
    let first = package.join(format!("{}_bg.wasm", settings.leptos.output_name));
    Ok(Split { modules: [vec![first], split.split_modules].concat() })
}

/// Gives the files names that change with their content. The two scripts name each other, so they share one name.
pub(crate) fn name(settings: &Settings, package: &Path, split: &Split) -> Result<()> {
    let output = &settings.leptos.output_name;
    let (script, link) = (package.join(format!("{output}.js")), package.join(LINK));
    let mut linking = quiet(&text(&link)?)?;
    let (first, chunks) = split.modules.split_first().context("no WASM")?;
    for chunk in chunks {
        let stem = chunk.file_stem().and_then(|stem| stem.to_str()).context("a file name that is not text")?;
        let kind = if stem.starts_with("chunk_") { "shared".to_owned() } else { format!("chunk-{stem}") };
        let named = format!("{kind}.{}.wasm", files::hash(&files::read(chunk)?));
        let (fetched, instead) = (format!("\"./{stem}.wasm\""), format!("\"./{named}\""));
        ensure!(linking.contains(&fetched), "the script does not fetch {stem}");
        linking = linking.replace(&fetched, &instead);
        fs::rename(chunk, package.join(&named))?;
    }
    let running = text(&script)?;
    let hash = files::hash(format!("{running}{linking}").as_bytes());
    let linking = linking.replace(&format!("./{output}.js"), &format!("./{output}.{hash}.js"));
    // The import alone: inside, the WASM goes on asking for it by the name it was split with.
    let running = running.replace(&format!(" from \"./{LINK}\""), &format!(" from \"./chunks.{hash}.js\""));
    fs::remove_file(&link)?;
    files::write(&package.join(format!("chunks.{hash}.js")), linking.as_bytes())?;
    files::write(&package.join(format!("{output}.{hash}.js")), running.as_bytes())?;
    fs::remove_file(script)?;
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

fn text(file: &Path) -> Result<String> {
    String::from_utf8(files::read(file)?).with_context(|| file.display().to_string())
}
