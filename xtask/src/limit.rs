//! How large the WASM may be, so that it does not grow unnoticed.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::files;
use crate::progress::{kilobytes, say};

/// What is fetched in brotli, in bytes, by the start of the files' names: a few per cent above what it was when this
/// was written. Lower them where you can; raise one with a reason.
const LIMITS: [(&str, usize); 5] = [
    ("roster.", 178_000),
    ("chunk-split_palette.", 28_000),
    ("chunk-split_list_keys.", 9_000),
    ("chunk-split_downloads.", 12_000),
    ("chunk-split_picture.", 42_000),
];

/// What several chunks share; a page fetches the files that it needs.
const SHARED: usize = 12_000;

pub(crate) fn check(package: &Path) -> Result<()> {
    for (name, limit) in LIMITS {
        within(name, sum(package, name)?, limit)?;
    }
    within("shared.", sum(package, "shared.")?, SHARED)
}

fn within(name: &str, size: usize, limit: usize) -> Result<()> {
    say(&format!("{name}*: {} in brotli, of {}", kilobytes(size), kilobytes(limit)));
    ensure!(size <= limit, "{name}* has grown to {size} bytes in brotli; xtask/src/limit.rs allows {limit}");
    Ok(())
}

fn sum(package: &Path, name: &str) -> Result<usize> {
    let mut sum = 0;
    for file in files::below(package)? {
        let found = file.to_str().context("a file name that is not text")?;
        if found.starts_with(name) && file.extension().is_some_and(|extension| extension == "wasm") {
            let copy = package.join(format!("{found}.br"));
            sum += files::read(&if copy.exists() { copy } else { package.join(&file) })?.len();
        }
    }
    Ok(sum)
}
