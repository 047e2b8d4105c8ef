//! `roster serve` as a process of its own, with a small built site.

use super::Browser;
use super::database::{self, Kind};
use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process, prlimit};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

pub struct Process {
    child: Child,
    folder: TempDir,
    pub database_url: String,
    pub address: SocketAddr,
    pub url: String,
}

impl Process {
    pub async fn start(kind: Kind, settings: &[(&str, &str)]) -> Self {
        Self::start_with(kind, settings, Command::new("sh").arg("-c").arg("exec \"$ROSTER\" serve")).await
    }

    /// With its temporary files in this folder.
    pub async fn with_temporary_folder(kind: Kind, folder: &Path) -> Self {
        let mut command = Command::new("sh");
        Self::start_with(kind, &[], command.arg("-c").arg("exec \"$ROSTER\" serve").env("TMPDIR", folder)).await
    }

    /// With so few handles (`ulimit -n`).
    pub async fn with_handles(kind: Kind, handles: u32, settings: &[(&str, &str)]) -> Self {
        let script = format!("ulimit -n {handles} && exec \"$ROSTER\" serve");
        Self::start_with(kind, settings, Command::new("sh").arg("-c").arg(script)).await
    }

    async fn start_with(kind: Kind, settings: &[(&str, &str)], command: &mut Command) -> Self {
        // The names of the site's files lie beside the program, and a link can't lead to another file system.
        let program = PathBuf::from(env!("CARGO_BIN_EXE_roster"));
        let folder = tempfile::Builder::new().prefix("story-").tempdir_in(program.parent().unwrap()).unwrap();
        let here = folder.path();
        fs::hard_link(&program, here.join("roster")).unwrap();
        fs::write(here.join("hash.txt"), "js: x\nwasm: x\ncss: x\n").unwrap();
        fs::create_dir_all(here.join("site/pkg")).unwrap();
        for name in ["roster.x.js", "roster.x.js.br", "roster.x.js.gz"] {
            fs::write(here.join("site/pkg").join(name), name).unwrap();
        }
        let database_url = database::empty(kind, here).await;
        Self::spawn(folder, database_url, settings, command).await
    }

    async fn spawn(folder: TempDir, database_url: String, settings: &[(&str, &str)], command: &mut Command) -> Self {
        let here = folder.path();
        let log = fs::File::create(here.join("log")).unwrap();
        let mut child = command
            .current_dir(here)
            .env("ROSTER", here.join("roster"))
            .env("LEPTOS_SITE_ROOT", here.join("site"))
            .env("ROSTER_LISTEN", "127.0.0.1:0")
            .env("ROSTER_DATA_DIR", here.join("data"))
            .env("ROSTER_DATABASE_URL", &database_url)
            .env("ROSTER_ARGON2_MEMORY_KIB", "64")
            .env("ROSTER_ARGON2_PASSES", "1")
            .env("ROSTER_SHUTDOWN_DELAY", "0s")
            .envs(settings.iter().map(|(name, value)| (format!("ROSTER_{name}"), *value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap();
        let printed = |folder: &TempDir| fs::read_to_string(folder.path().join("log")).unwrap();
        let url = line.as_deref().and_then(|line| line.strip_prefix("Roster listens on "));
        let url = url.unwrap_or_else(|| panic!("{line:?}\n{}", printed(&folder))).to_owned();
        let address = url.strip_prefix("http://").unwrap().parse().unwrap();
        Self { child, folder, database_url, address, url }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// Ana, who has set up `acme`.
    pub async fn set_up(&self) -> Browser {
        super::app::set_up(self.browser()).await
    }

    /// Everything it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// Ends it at once, as `kill -9` or a power cut do.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// The next one, in the same folder and on the same database.
    pub async fn again(self) -> Self {
        let mut command = Command::new("sh");
        Self::spawn(self.folder, self.database_url, &[], command.arg("-c").arg("exec \"$ROSTER\" serve")).await
    }

    pub fn terminate(&self) {
        kill_process(self.pid(), Signal::TERM).unwrap();
    }

    /// It may open no handle more, or as many as before.
    pub fn limit_handles(&self, none: bool) {
        let all = getrlimit(Resource::Nofile);
        let limit = if none { Rlimit { current: Some(0), maximum: all.maximum } } else { all };
        prlimit(Some(self.pid()), Resource::Nofile, limit).unwrap();
    }

    pub async fn ended(&mut self) -> ExitStatus {
        self.child.wait().await.unwrap()
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id().unwrap()).unwrap()).unwrap()
    }
}
