//! The program itself, as an operator runs it.

use super::app::CHEAP;
use super::browser::Browser;
use super::database::{self, Kind};
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// How long it may take to start on a busy machine.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// `roster serve` on a port of loopback, with its data in a folder of its own; killed when it is dropped.
pub struct ServerProcess {
    pub url: String,
    pub child: Child,
    /// Its data, and what it writes to standard error.
    folder: TempDir,
}

impl ServerProcess {
    pub async fn start(kind: Kind, variables: &[(&str, &str)]) -> Self {
        let program = Path::new(env!("CARGO_BIN_EXE_roster"));
        // Beside the program: a hard link there costs nothing, and the names of the site's files are looked for beside it.
        let folder = TempDir::new_in(program.parent().unwrap()).unwrap();
        let linked = folder.path().join("roster");
        std::fs::hard_link(program, &linked).unwrap();
        std::fs::write(folder.path().join("hash.txt"), "js: none\nwasm: none\ncss: none\n").unwrap();
        std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
        let database_url = database::empty(kind, folder.path()).await;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let url = format!("http://127.0.0.1:{port}");
        let child = Command::new(&linked)
            .arg("serve")
            .current_dir(folder.path())
            .env("LEPTOS_SITE_ROOT", folder.path().join("site"))
            .env("ROSTER_DATABASE_URL", database_url)
            .env("ROSTER_DATA_DIR", folder.path())
            .env("ROSTER_LISTEN", format!("127.0.0.1:{port}"))
            .env("ROSTER_PUBLIC_URL", &url)
            .env("ROSTER_ARGON2_MEMORY_KIB", CHEAP.memory_kib.to_string())
            .env("ROSTER_ARGON2_PASSES", CHEAP.passes.to_string())
            .envs(variables.iter().copied())
            .stdout(std::process::Stdio::null())
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let server = Self { url, child, folder };
        server.wait_until_ready().await;
        server
    }

    async fn wait_until_ready(&self) {
        let ready = async {
            while !reqwest::get(format!("{}/readyz", self.url)).await.is_ok_and(|answer| answer.status() == 200) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let started = tokio::time::timeout(START_TIMEOUT, ready).await;
        assert!(started.is_ok(), "the server has not started: {}", self.log());
    }

    /// What it has written to standard error.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// Sets up `acme` with Ana as its super-user.
    pub async fn set_up(&self) -> Browser {
        super::app::set_up(self.browser()).await
    }
}
