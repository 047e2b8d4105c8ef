//! A part of the site that is built only when what it is made of changes.
//!
//! Each part is a folder laid out like the site, kept under a key of everything it was made of. A folder under
//! its final name is complete: it is renamed to it as the last step.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Result;
use sha2::{Digest as _, Sha256};

use crate::files;
use crate::settings::{Mode, Settings};

/// Two modes, and one step back in each.
const KEPT: usize = 4;

/// Collects what a part is made of.
pub(crate) struct Key(Sha256);

impl Key {
    /// Starts with what every part depends on: the mode, the tools' versions, and this program.
    pub(crate) fn new(settings: &Settings) -> Result<Self> {
        let mut key = Self(Sha256::new());
        key.add(if settings.mode == Mode::Dev { b"dev" } else { b"release" });
        for lock in ["Cargo.lock", "end2end/package-lock.json"] {
            key.add(&fs::read(settings.root.join(lock)).unwrap_or_default());
        }
        key.add_folder(&settings.root.join("xtask/src"))?;
        Ok(key)
    }

    pub(crate) fn add(&mut self, ingredient: &[u8]) {
        self.0.update((ingredient.len() as u64).to_le_bytes());
        self.0.update(ingredient);
    }

    pub(crate) fn add_folder(&mut self, folder: &Path) -> Result<()> {
        for file in files::below(folder)? {
            self.add(file.as_os_str().as_encoded_bytes());
            self.add(&files::read(&folder.join(&file))?);
        }
        Ok(())
    }
}

/// The folder of the part, made by `make` when it is not there.
pub(crate) fn build(
    settings: &Settings,
    name: &str,
    key: Key,
    make: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    let parts = settings.front_target().join("parts");
    let done = parts.join(format!("{name}-{}", files::hash(&key.0.finalize())));
    if !done.exists() {
        let making = parts.join("making");
        if making.exists() {
            fs::remove_dir_all(&making)?;
        }
        fs::create_dir_all(&making)?;
        make(&making)?;
        fs::rename(&making, &done)?;
        forget_old(&parts, name)?;
    }
    Ok(done)
}

fn forget_old(parts: &Path, name: &str) -> Result<()> {
    let mut kept: Vec<(SystemTime, PathBuf)> = Vec::new();
    for entry in fs::read_dir(parts)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&format!("{name}-")) {
            kept.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    kept.sort();
    for (_, old) in kept.iter().rev().skip(KEPT) {
        fs::remove_dir_all(old)?;
    }
    Ok(())
}
