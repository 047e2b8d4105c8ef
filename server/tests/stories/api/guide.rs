//! The examples of docs/api.md, as they stand there.

use super::acme;
use crate::support::{Kind, Postgres, Sqlite};
use rstest::rstest;
use std::path::Path;
use tokio::process::Command;

/// The first block of this language that holds a text.
fn block(language: &str, holding: &str) -> String {
    let guide = include_str!("../../../../docs/api.md");
    let fence = format!("```{language}\n");
    let mut blocks = guide.split(&fence).skip(1).filter_map(|rest| rest.split("```").next());
    blocks.find(|block| block.contains(holding)).unwrap_or_else(|| panic!("{language}: {holding}")).to_owned()
}

async fn run(mut command: Command) -> String {
    let ran = command.output().await.unwrap();
    let (said, failure) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{said}{failure}");
    said.into_owned()
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn its_shell_and_its_python_run(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, api) = acme(kind).await;
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::write(folder.path().join("people.csv"), "email,first name\ncy@acme.example,Cy\n").unwrap();
    let programs = Path::new(env!("CARGO_BIN_EXE_roster")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-eu", "-c", &block("sh", "roster api GET /workspaces\n")]).current_dir(folder.path());
    shell
        .env("PATH", path)
        .env("ROSTER_TOKEN", api.secret())
        .env("ROSTER_PUBLIC_URL", &app.url)
        .env("ROSTER_LOG", "off");
    let said = run(shell).await;
    for shown in
        ["\"slug\":\"acme\"", "ana@acme.example", "bea@acme.example", "\"kind\":\"import\"", "\"token\":\"rst_"]
    {
        assert!(said.contains(shown), "{shown}: {said}");
    }
    let table = std::fs::read_to_string(folder.path().join("users.csv")).unwrap();
    assert!(table.contains("ana@acme.example"), "{table}");

    let mut python = Command::new("python3");
    python.args(["-c", &block("python", "urllib")]).env("ROSTER", format!("{}/api/v1", app.url));
    python.env("ROSTER_TOKEN", api.secret());
    let said = run(python).await;
    assert!(said.contains("ana@acme.example active") && said.contains("bea@acme.example invited"), "{said}");
}
