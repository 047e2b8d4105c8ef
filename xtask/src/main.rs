//! Builds the site, what browsers fetch: `cargo run -p xtask -- site [--dev]`. Checks the direction of imports:
//! `cargo run -p xtask -- layers`.
//!
//! The site's layout, the names and `hash.txt` are those of cargo-leptos, read from the same
//! `[workspace.metadata.leptos]` table, so that either can build what the server serves.

mod census;
mod compress;
mod files;
mod frontend;
mod layers;
mod limit;
mod part;
mod progress;
mod public;
mod settings;
mod site;
mod split;
mod style;
mod wasm;

use std::process::ExitCode;

use anyhow::{Result, bail};
use settings::Mode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{}: {problem:#}", arguments.first().unwrap_or(&"xtask"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["site"] => site::build(Mode::Release),
        ["site", "--dev"] => site::build(Mode::Dev),
        ["layers"] => layers::check(),
        _ => bail!("usage: cargo run -p xtask -- site [--dev] | layers"),
    }
}
