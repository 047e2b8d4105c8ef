//! What to build and where, as Cargo.toml says it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

/// Whether people wait for the build or for the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Quick to build: nothing is optimised, minified or compressed.
    Dev,
    /// Quick to load.
    Release,
}

#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) mode: Mode,
    /// The workspace's folder. The paths of `leptos` start here.
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    pub(crate) leptos: Leptos,
}

/// The part of `[[workspace.metadata.leptos]]` that matters here. cargo-leptos documents the keys.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Leptos {
    pub(crate) output_name: String,
    pub(crate) lib_package: String,
    pub(crate) lib_profile_release: String,
    pub(crate) site_root: PathBuf,
    pub(crate) site_pkg_dir: PathBuf,
    pub(crate) style_file: PathBuf,
    pub(crate) assets_dir: PathBuf,
    pub(crate) browserquery: String,
}

impl Settings {
    pub(crate) fn read(mode: Mode) -> Result<Self> {
        let output = Command::new(cargo())
            .args(["metadata", "--no-deps", "--format-version=1", "--locked"])
            .output()
            .context("cargo metadata does not start")?;
        ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
        let answer: Answer = serde_json::from_slice(&output.stdout).context("[workspace.metadata.leptos]")?;
        let [leptos] = answer.metadata.leptos;
        Ok(Self { mode, root: answer.workspace_root, target: answer.target_directory, leptos })
    }

    pub(crate) fn site_root(&self) -> PathBuf {
        self.root.join(&self.leptos.site_root)
    }

    pub(crate) fn assets_dir(&self) -> PathBuf {
        self.root.join(&self.leptos.assets_dir)
    }

    pub(crate) fn style_file(&self) -> PathBuf {
        self.root.join(&self.leptos.style_file)
    }

    /// Where the frontend is compiled: apart from the server, so that both can be built at once.
    pub(crate) fn front_target(&self) -> PathBuf {
        self.target.join("front")
    }

    /// The server looks for this file beside the executable that renders the page, whichever is built.
    pub(crate) fn hash_files(&self) -> [PathBuf; 2] {
        ["debug", "release"].map(|profile| self.target.join(profile).join("hash.txt"))
    }

    /// Names a file of the package folder by its content.
    pub(crate) fn hashed(&self, hash: &str, extension: &str) -> PathBuf {
        let name = &self.leptos.output_name;
        Path::new(&self.leptos.site_pkg_dir).join(format!("{name}.{hash}.{extension}"))
    }
}

#[derive(Deserialize)]
struct Answer {
    workspace_root: PathBuf,
    target_directory: PathBuf,
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    leptos: [Leptos; 1],
}

/// The cargo that `cargo run` was, or that bin/ chose.
pub(crate) fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}
