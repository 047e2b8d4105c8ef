//! Splits the WASM into what every page needs and a file for each chunk (`app/src/chunks.rs`), and names the files by
//! their content.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

use crate::settings::Settings;
use crate::{files, shared};

/// The script that fetches chunks.
const LINK: &str = "chunks.js";

/// The main file, before wasm-bindgen has seen it.
pub(crate) fn main(package: &Path) -> PathBuf {
    package.join("main.wasm")
}

/// Answers the files: the main one, as wasm-bindgen will name it, and the chunks'.
pub(crate) fn split(settings: &Settings, module: &Path, package: &Path) -> Result<Vec<PathBuf>> {
    let module = files::read(module)?;
    let (main, link) = (main(package), format!("./{LINK}"));
    let script = format!("./{}.js", settings.leptos.output_name);
    let mut options = Options::new(&module);
    options.output_dir = package;
    options.main_out_path = &main;
    options.main_module = &script;
    options.link_name = &link;
    let chunks = transform(options).map_err(|problem| anyhow!("the WASM can't be split: {problem:#}"))?.split_modules;
    let first = package.join(format!("{}_bg.wasm", settings.leptos.output_name));
    Ok([vec![first], chunks].concat())
}

/// Gives the files names that change with their content, and puts what several chunks share into a few ([`shared`]).
/// The two scripts name each other, so they share one name.
pub(crate) fn name(settings: &Settings, package: &Path, modules: &[PathBuf]) -> Result<()> {
    let output = &settings.leptos.output_name;
    let (script, link) = (package.join(format!("{output}.js")), package.join(LINK));
    let mut linking = quiet(&text(&link)?)?;
    let (first, chunks) = modules.split_first().context("no WASM")?;
    let (shared, chunks): (Vec<&PathBuf>, Vec<&PathBuf>) = chunks
        .iter()
        .partition(|chunk| chunk.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"chunk_")));
    for chunk in chunks {
        let stem = chunk.file_stem().and_then(|stem| stem.to_str()).context("a file name that is not text")?;
        let named = format!("chunk-{stem}.{}.wasm", files::hash(&files::read(chunk)?));
        let (fetched, instead) = (format!("\"./{stem}.wasm\""), format!("\"./{named}\""));
        ensure!(linking.contains(&fetched), "the script does not fetch {stem}");
        linking = linking.replace(&fetched, &instead);
        fs::rename(chunk, package.join(named))?;
    }
    let linking = shared::gather(linking, package, &shared)?;
    let running = text(&script)?;
    let hash = files::hash(format!("{running}{linking}").as_bytes());
    let linking = linking.replace(&format!("./{output}.js"), &format!("./{output}.{hash}.js"));
    // The import alone: inside, the WASM goes on asking for it by the name it was split with.
    let running = running.replace(&format!(" from \"./{LINK}\""), &format!(" from \"./chunks.{hash}.js\""));
    files::write(&package.join(format!("chunks.{hash}.js")), linking.as_bytes())?;
    files::write(&package.join(format!("{output}.{hash}.js")), running.as_bytes())?;
    fs::remove_file(script)?;
    fs::remove_file(link)?;
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
