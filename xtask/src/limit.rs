//! How large the WASM may be, so that it does not grow unnoticed.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::files;
use crate::progress::{kilobytes, say};

/// What is fetched in brotli, in bytes, by the start of the files' names: a few per cent above what it was when this
/// was written. Lower them where you can; raise one with a reason.
const LIMITS: [(&str, usize); 14] = [
    ("roster.", 213_000),
    ("chunk-split_changes.", 101_000),
    ("chunk-split_auth.", 30_000),
    ("chunk-split_users.", 88_000),
    ("chunk-split_home.", 22_000),
    ("chunk-split_people.", 83_000),
    ("chunk-split_settings.", 65_000),
    ("chunk-split_profile.", 53_000),
    ("chunk-split_security.", 68_000),
    ("chunk-split_billing.", 67_000),
    ("chunk-split_insights.", 13_000),
    ("chunk-split_palette.", 22_000),
    ("chunk-split_list_keys.", 14_000),
    ("chunk-split_downloads.", 12_000),
];

/// What several chunks share, in a few files; a page fetches those that it needs. How they are joined moves it by some kB
/// with any change (ADR 35).
const SHARED: usize = 235_000;

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
