//! The scripts' part: the WASM, and the JavaScript between it and the page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::progress::{kilobytes, say, step};
use crate::settings::{Mode, Settings};
use crate::{compress, files, frontend, part};

/// What rustc's own WASM uses and every browser of our list knows. Told, not guessed: the section of the file that
/// says so is not always there, and wasm-opt refuses what it has not been told of.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

pub(crate) fn part(settings: &Settings) -> Result<PathBuf> {
    let module = frontend::compile(settings)?;
    let optimiser = optimiser(settings);
    let mut key = part::Key::new(settings)?;
    key.add(&files::read(&module)?);
    key.add(&[u8::from(optimiser.is_some())]);
    part::build(settings, "wasm", key, |folder| make(settings, &module, optimiser, folder))
}

fn make(settings: &Settings, module: &Path, optimiser: Option<PathBuf>, folder: &Path) -> Result<()> {
    let package = folder.join(&settings.leptos.site_pkg_dir);
    let name = &settings.leptos.output_name;
    let js = package.join(format!("{name}.js"));
    let wasm = package.join(format!("{name}_bg.wasm"));

    step("wasm-bindgen", || {
        bind(settings, module, &package)?;
        size(&wasm)
    })?;
    if let Some(optimiser) = optimiser {
        step("wasm-opt", || {
            optimise(&optimiser, &wasm)?;
            size(&wasm)
        })?;
    }

    // The page tells the script which WASM to load: their names need not know each other.
    for (file, extension) in [(js, "js"), (wasm, "wasm")] {
        let hash = files::hash(&files::read(&file)?);
        fs::rename(&file, folder.join(settings.hashed(&hash, extension)))?;
    }
    compress::folder(settings.mode, folder)
}

fn bind(settings: &Settings, module: &Path, package: &Path) -> Result<()> {
    Bindgen::new()
        .web(true)?
        .typescript(false)
        .input_path(module)
        .out_name(&settings.leptos.output_name)
        .remove_name_section(settings.mode == Mode::Release)
        .remove_producers_section(true)
        .generate(package)
}

/// Binaryen as npm has it: Debian's and crates.io's are too old for what today's LLVM writes.
fn optimiser(settings: &Settings) -> Option<PathBuf> {
    if settings.mode == Mode::Dev {
        return None;
    }
    let installed = settings.root.join("end2end/node_modules/.bin/wasm-opt");
    if !installed.exists() {
        say("wasm-opt is not there, the WASM stays larger than need be: `npm ci --prefix end2end` brings it");
        return None;
    }
    Some(installed)
}

fn optimise(optimiser: &Path, wasm: &Path) -> Result<()> {
    let status = Command::new(optimiser)
        .args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"])
        .args(FEATURES)
        .arg(wasm)
        .arg("-o")
        .arg(wasm)
        .status()
        .context("wasm-opt does not start: it needs node")?;
    ensure!(status.success(), "wasm-opt failed");
    Ok(())
}

fn size(file: &Path) -> Result<String> {
    Ok(kilobytes(files::read(file)?.len()))
}
