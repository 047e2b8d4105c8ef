//! The scripts' part: the WASM, and the JavaScript between it and the page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context as _, Result, anyhow, ensure};
use wasm_bindgen_cli_support::Bindgen;
use wasm_encoder::Encode as _;
use wasmparser::Parser;

use crate::progress::{kilobytes, say, step};
use crate::settings::{Mode, Settings};
use crate::{census, compress, files, frontend, limit, part, split};

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

/// A module below this size, in bytes, only loses the names of its functions: most of those that chunks share are such,
/// and a start of wasm-opt takes longer than all that it would do to them.
const SMALL: usize = 3000;

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
    let mut modules = Vec::new();
    step("split", || {
        modules = split::split(settings, module, &package)?;
        Ok(format!("{} files", modules.len()))
    })?;
    if settings.mode == Mode::Release {
        census::print(&files::read(module)?)?;
    }
    step("wasm-bindgen", || {
        bind(settings, &package)?;
        sizes(&modules)
    })?;
    if let Some(optimiser) = optimiser {
        step("wasm-opt", || {
            optimise_all(&optimiser, &modules)?;
            sizes(&modules)
        })?;
    }
    split::name(settings, &package, &modules)?;
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
    let installed = settings.root.join("end2end/node_modules/.bin/wasm-opt");
    if !installed.exists() {
        say("wasm-opt is not there, the WASM stays larger than need be: `npm ci --prefix end2end` brings it");
        return None;
    }
    Some(installed)
}

/// All that are worth it, as many at once as there are cores: each is a process of one thread.
fn optimise_all(optimiser: &Path, modules: &[PathBuf]) -> Result<()> {
    let mut worthy = Vec::new();
    for module in modules {
        let content = files::read(module)?;
        match content.len() < SMALL {
            true => files::write(module, &without_custom_sections(&content)?)?,
            false => worthy.push(module),
        }
    }
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(module) = worthy.get(next.fetch_add(1, Ordering::Relaxed)) {
            optimise(optimiser, module)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("a worker panicked"))?)
    })
}

/// Names and notes for tools: what runs is in the others.
fn without_custom_sections(module: &[u8]) -> Result<Vec<u8>> {
    const CUSTOM: u8 = 0;
    const HEADER: usize = 8;
    let mut kept = module.get(..HEADER).context("no WASM")?.to_vec();
    for payload in Parser::new(0).parse_all(module) {
        if let Some((id, range)) = payload?.as_section().filter(|(id, _)| *id != CUSTOM) {
            kept.push(id);
            let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
            let content = module.get(range).context("a section that is cut off")?;
            content.encode(&mut kept);
        }
    }
    Ok(kept)
}

fn optimise(optimiser: &Path, wasm: &Path) -> Result<()> {
    let status = Command::new(optimiser)
        .args(["-Oz", "--quiet", "--strip-debug", "--strip-producers", "--strip-target-features"])
        .args(FEATURES)
        .arg(wasm)
        .arg("-o")
        .arg(wasm)
        .status()
        .context("wasm-opt does not start: it needs node")?;
    ensure!(status.success(), "wasm-opt failed");
    Ok(())
}

/// All together, and the first.
fn sizes(modules: &[PathBuf]) -> Result<String> {
    let sizes = modules.iter().map(|module| Ok(files::read(module)?.len())).collect::<Result<Vec<_>>>()?;
    let first = sizes.first().copied().unwrap_or_default();
    Ok(format!("{}, of which {} first", kilobytes(sizes.iter().sum()), kilobytes(first)))
}
