//! Compiles the frontend to WASM.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::settings::{Mode, Settings, cargo};

const TARGET: &str = "wasm32-unknown-unknown";

/// Answers the compiled module. bin/setup may choose another toolchain than the server's for it
/// (`WASM_CARGO`, `WASM_RUSTC`), where only that one knows the target.
pub(crate) fn compile(settings: &Settings) -> Result<PathBuf> {
    let package = &settings.leptos.lib_package;
    let (profile, folder) = match settings.mode {
        Mode::Dev => ("dev", "debug"),
        Mode::Release => (&*settings.leptos.lib_profile_release, &*settings.leptos.lib_profile_release),
    };

    let mut command = Command::new(std::env::var("WASM_CARGO").unwrap_or_else(|_| cargo()));
    if let Ok(rustc) = std::env::var("WASM_RUSTC") {
        command.env("RUSTC", rustc);
    }
    let status = command
        .current_dir(&settings.root)
        .args(["rustc", "--locked", "--lib", "--package", package, "--target", TARGET, "--profile", profile])
        .arg("--target-dir")
        .arg(settings.front_target())
        // What refers to what: by it the module is split into chunks.
        .args(["--", "-Clink-arg=--emit-relocs"])
        .status()
        .context("cargo does not start")?;
    ensure!(status.success(), "{package} does not compile for {TARGET}");

    let module = settings.front_target().join(TARGET).join(folder).join(format!("{package}.wasm"));
    ensure!(module.exists(), "{package} makes no {}: is it a cdylib?", module.display());
    Ok(module)
}
