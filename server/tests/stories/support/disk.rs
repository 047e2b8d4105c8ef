//! A file system of a story's own that can be filled: the machine's disk must not be.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileSystem {
    Ext4,
    Tmpfs,
}

/// A mounted file system; unmounted when it is dropped. Mounting takes root, or sudo that asks nothing.
pub struct SmallDisk {
    folder: TempDir,
    ballast: PathBuf,
}

impl SmallDisk {
    pub fn mount(kind: FileSystem, mebibytes: u64) -> Self {
        let folder = TempDir::new().unwrap();
        let root = folder.path().join("root");
        fs::create_dir(&root).unwrap();
        match kind {
            FileSystem::Tmpfs => as_root(&["mount", "-t", "tmpfs", "-o", &format!("size={mebibytes}m"), "none"], &root),
            FileSystem::Ext4 => {
                let image = folder.path().join("image");
                File::create(&image).unwrap().set_len(mebibytes * 1024 * 1024).unwrap();
                // Nothing is kept back for root, and nothing is made later.
                let options = "lazy_itable_init=0,lazy_journal_init=0";
                as_root(&["/sbin/mkfs.ext4", "-q", "-m", "0", "-E", options], &image);
                as_root(&["mount", "-o", "loop", image.to_str().unwrap()], &root);
            }
        }
        as_root(&["chmod", "777"], &root);
        Self { ballast: root.join("ballast"), folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    /// A folder on it that PostgreSQL's own user owns.
    pub fn folder_for_postgres(&self) -> PathBuf {
        let folder = self.path().join("tablespace");
        fs::create_dir(&folder).unwrap();
        if is_root() {
            as_root(&["chown", "postgres"], &folder);
            // The way there is this user's alone.
            as_root(&["chmod", "711"], self.folder.path());
        }
        folder
    }

    /// Takes all the room that is left, to the last block.
    pub fn fill(&self) {
        let mut ballast = OpenOptions::new().create(true).append(true).open(&self.ballast).unwrap();
        for piece in [1024 * 1024, 4096, 512] {
            while ballast.write_all(&vec![1; piece]).and_then(|()| ballast.sync_data()).is_ok() {}
        }
    }

    /// Gives back what [`Self::fill`] took.
    pub fn make_room(&self) {
        fs::remove_file(&self.ballast).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a server may have files open there until its process or its runtime ends.
        as_root(&["umount", "--lazy"], &self.path());
    }
}

fn is_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&fs::metadata("/proc/self").unwrap()) == 0
}

fn as_root(command: &[&str], path: &Path) {
    let line: Vec<&str> = if is_root() { command.to_vec() } else { [&["sudo", "-n"], command].concat() };
    let done = Command::new(line[0]).args(&line[1..]).arg(path).output().unwrap();
    assert!(done.status.success(), "{line:?}: {}", String::from_utf8_lossy(&done.stderr));
}
