//! A mail server that keeps what it gets.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub struct MailServer {
    server: Child,
    folder: PathBuf,
    pub port: u16,
}

impl MailServer {
    /// npm's smtp-server, by `end2end/smtp.js`; one that takes addresses in ASCII alone, as many relays do, if it is told so.
    pub fn start(folder: &Path, ascii: bool) -> Self {
        let folder = folder.join("mails");
        std::fs::create_dir_all(&folder).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end/smtp.js");
        let mut server = Command::new("node")
            .arg(script)
            .arg("--dir")
            .arg(&folder)
            .args(ascii.then_some("--ascii"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node and end2end's packages: bin/setup installs them");
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("port ").expect("the mail server's port").parse().unwrap();
        Self { server, folder, port }
    }

    /// Every mail so far: `from, to, subject, text, html`.
    pub fn mails(&self) -> Vec<Value> {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        files.iter().map(|file| serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
