//! The scripts' part: the WASM, and the JavaScript between it and the page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context as _, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::progress::{kilobytes, say, step};
use crate::settings::{Mode, Settings};
use crate::split::Split;
use crate::{census, compress, files, frontend, limit, part, split};

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
    let mut split = Split::default();
    step("split", || {
        split = split::split(settings, module, &package)?;
        Ok(format!("{} files", split.modules.len()))
    })?;
    if settings.mode == Mode::Release {
        census::print(&files::read(module)?)?;
    }
    step("wasm-bindgen", || {
        bind(settings, &package)?;
        sizes(&split.modules)
    })?;
    if let Some(optimiser) = optimiser {
        step("binaryen", || {
            optimise(settings, &optimiser, &split.modules)?;
            sizes(&split.modules)
        })?;
    }
    split::name(settings, &package, &split)?;
    compress::folder(settings.mode, folder)?;
    if settings.mode == Mode::Release { limit::check(&package) } else { Ok(()) }
}

/// What the browser runs first: the split's main file takes its place.
fn bind(settings: &Settings, package: &Path) -> Result<()> {
    let main = split::main(package);
    Bindgen::new()
        .web(true)?
        .typescript(false)
        .input_path(&main)
        .out_name(&settings.leptos.output_name)
        // The chunks find what they share with it by the names that the linker gave.
        .keep_lld_exports(true)
        .demangle(false)
        .remove_name_section(settings.mode == Mode::Release)
        .remove_producers_section(true)
        .generate(package)?;
    Ok(fs::remove_file(main)?)
}

/// Binaryen as npm has it: Debian's and crates.io's are too old for what today's LLVM writes.
fn optimiser(settings: &Settings) -> Option<PathBuf> {
    if settings.mode == Mode::Dev {
        return None;
    }
    let installed = settings.root.join("end2end/node_modules/binaryen/index.js");
    if !installed.exists() {
        say("binaryen is not there, the WASM stays larger than need be: `npm ci --prefix end2end` brings it");
        return None;
    }
    Some(installed)
}

/// A process for each core, each with its share of the files.
fn optimise(settings: &Settings, optimiser: &Path, modules: &[PathBuf]) -> Result<()> {
    let mut largest_first =
        modules.iter().map(|module| Ok((fs::metadata(module)?.len(), module))).collect::<Result<Vec<_>>>()?;
    largest_first.sort_unstable_by(|a, b| b.cmp(a));
    let cores = thread::available_parallelism().map_or(1, usize::from).min(modules.len());
    let mut processes = Vec::new();
    for core in 0..cores {
        let process = Command::new("node")
            .arg(settings.root.join("xtask/src/optimise.mjs"))
            .arg(optimiser)
            .args(largest_first.iter().skip(core).step_by(cores).map(|(_, module)| module))
            .stderr(Stdio::piped())
            .spawn()
            .context("node does not start")?;
        processes.push(process);
    }
    for process in processes {
        let ended = process.wait_with_output()?;
        ensure!(ended.status.success(), "binaryen failed: {}", String::from_utf8_lossy(&ended.stderr));
    }
    Ok(())
}

/// All together, and the first.
fn sizes(modules: &[PathBuf]) -> Result<String> {
    let sizes = modules.iter().map(|module| Ok(files::read(module)?.len())).collect::<Result<Vec<_>>>()?;
    let first = sizes.first().copied().unwrap_or_default();
    Ok(format!("{}, of which {} first", kilobytes(sizes.iter().sum()), kilobytes(first)))
}
