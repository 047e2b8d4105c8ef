//! Splits the WASM into what every page needs and a file for each chunk (`app/src/chunks.rs`), and names the files by
//! their content.

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

/// Gives the files names that change with their content, and puts what several chunks share into one. The two scripts
/// name each other, so they share one name.
pub(crate) fn name(settings: &Settings, package: &Path, modules: &[PathBuf]) -> Result<()> {
    let output = &settings.leptos.output_name;
    let (script, link) = (package.join(format!("{output}.js")), package.join(LINK));
    let mut linking = quiet(&text(&link)?)?;
    let (first, chunks) = modules.split_first().context("no WASM")?;
    let mut shared = Vec::new();
    for chunk in chunks {
        let stem = chunk.file_stem().and_then(|stem| stem.to_str()).context("a file name that is not text")?;
        let content = files::read(chunk)?;
        let fetched = format!("fetch(new URL(\"./{stem}.wasm\", import.meta.url))");
        ensure!(linking.contains(&fetched), "the script does not fetch {stem}");
        if stem.starts_with("chunk_") {
            let start = shared.len();
            shared.extend_from_slice(&content);
            linking = linking.replace(&fetched, &format!("part({start}, {})", shared.len()));
            fs::remove_file(chunk)?;
        } else {
            let named = format!("chunk-{stem}.{}.wasm", files::hash(&content));
            linking = linking.replace(&fetched, &format!("fetch(new URL(\"./{named}\", import.meta.url))"));
            fs::rename(chunk, package.join(named))?;
        }
    }
    let named = format!("shared.{}.bin", files::hash(&shared));
    files::write(&package.join(&named), &shared)?;
    linking.push_str(&PART.replace("{shared}", &named));
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

/// A module of those that several chunks share. They are more than a hundred, of a few kB each: together they are a third
/// smaller, and one request. Where it can't be fetched, whoever asks again tries again.
const PART: &str = r#"
let shared;
function part(start, end) {
    shared ??= fetch(new URL("./{shared}", import.meta.url)).then((answer) => {
        if (!answer.ok) throw new Error(answer.statusText);
        return answer.arrayBuffer();
    });
    shared.catch(() => (shared = undefined));
    const headers = { "content-type": "application/wasm" };
    return shared.then((all) => new Response(all.slice(start, end), { headers }));
}
"#;

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
