//! Puts the parts together where the server looks for them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::files;
use crate::progress::say;
use crate::settings::{Mode, Settings};
use crate::{public, style, wasm};

/// The site's files, each with the one it is a copy of.
type Site = BTreeMap<PathBuf, PathBuf>;

pub(crate) fn build(mode: Mode) -> Result<()> {
    let settings = Settings::read(mode)?;
    // Two builds at once (a watcher's, a test's) would take each other's files away.
    fs::create_dir_all(settings.front_target())?;
    let lock = File::create(settings.front_target().join("site.lock"))?;
    lock.lock()?;

    let parts = [style::part(&settings)?, public::part(&settings)?, wasm::part(&settings)?];
    let site = collect(&parts)?;
    if mirror(&site, &settings.site_root())? {
        say(&format!("{} files in {}", site.len(), settings.leptos.site_root.display()));
    }
    write_hashes(&settings, &site)
}

fn collect(parts: &[PathBuf]) -> Result<Site> {
    let mut site = Site::new();
    for part in parts {
        for file in files::below(part)? {
            site.insert(file.clone(), part.join(file));
        }
    }
    Ok(site)
}

/// Makes the folder hold these files and no others. Answers whether anything changed.
fn mirror(site: &Site, folder: &Path) -> Result<bool> {
    let mut changed = false;
    for (file, original) in site {
        let content = files::read(original)?;
        let copy = folder.join(file);
        if !files::holds(&copy, &content) {
            files::write(&copy, &content)?;
            changed = true;
        }
    }
    for file in files::below(folder)? {
        if !site.contains_key(&file) {
            fs::remove_file(folder.join(file))?;
            changed = true;
        }
    }
    Ok(changed)
}

/// Tells leptos the names, line by line: `js: hash`, `wasm: hash`, `css: hash`.
fn write_hashes(settings: &Settings, site: &Site) -> Result<()> {
    let lines = ["js", "wasm", "css"].map(|extension| {
        let hash = hash_of(settings, site, extension).with_context(|| format!("the site has no {extension}"))?;
        Ok(format!("{extension}: {hash}\n"))
    });
    let lines = lines.into_iter().collect::<Result<String>>()?;
    for file in settings.hash_files() {
        if !files::holds(&file, lines.as_bytes()) {
            files::write(&file, lines.as_bytes())?;
        }
    }
    Ok(())
}

fn hash_of<'a>(settings: &Settings, site: &'a Site, extension: &str) -> Option<&'a str> {
    let prefix = format!("{}.", settings.leptos.output_name);
    let suffix = format!(".{extension}");
    site.keys().filter(|file| file.parent() == Some(&*settings.leptos.site_pkg_dir)).find_map(|file| {
        let name = file.file_name()?.to_str()?;
        name.strip_prefix(&prefix)?.strip_suffix(&suffix)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_holds_the_parts_and_nothing_else() {
        let folder = files::scratch("site");
        let (part, site) = (folder.join("part"), folder.join("site"));
        files::write(&part.join("pkg/roster.new.css"), b"new").unwrap();
        files::write(&site.join("pkg/roster.old.css"), b"old").unwrap();
        let wanted = collect(&[part]).unwrap();

        assert!(mirror(&wanted, &site).unwrap());
        assert_eq!(files::below(&site).unwrap(), [PathBuf::from("pkg/roster.new.css")]);
        assert!(!mirror(&wanted, &site).unwrap(), "a second time there is nothing to do");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
