//! Schemathesis calls the API as its document describes it: whatever it sends, no answer is a failure of ours, and each
//! is one that the document shows. `ROSTER_SCHEMATHESIS` is the program; `bin/test` installs it.

use super::role_id;
use crate::support::{Api, Kind, Postgres, Sqlite, TestApp};
use crate::tokens::made;
use crate::wizard::member;
use rstest::rstest;

/// Everything but what would end the token that calls.
const LEFT_OUT: [&str; 2] = ["revokeCurrentToken", "rotateCurrentToken"];

async fn check(app: &TestApp, secret: &str) {
    let program = std::env::var_os("ROSTER_SCHEMATHESIS").expect("bin/test sets ROSTER_SCHEMATHESIS");
    let folder = tempfile::TempDir::new().unwrap();
    let settings = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stories/api/schemathesis.toml");
    let mut command = tokio::process::Command::new(program);
    command
        .args(["--config-file", settings, "run", &format!("{}/api/openapi.json", app.url)])
        .args(["--header", &format!("Authorization: Bearer {secret}")])
        .args(["--phases", "examples,coverage,fuzzing,stateful", "--checks", "all", "--max-examples", "5"])
        .args(["--generation-deterministic", "--no-color"])
        .current_dir(folder.path());
    for call in LEFT_OUT {
        command.args(["--exclude-operation-id", call]);
    }
    let ran = command.output().await.unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
}

/// Without a limit: it calls some thousand times.
async fn acme(kind: Kind) -> (TestApp, crate::support::Browser) {
    let app = TestApp::with_settings(kind, |settings| settings.api_rate = None).await;
    let ana = app.set_up().await;
    (app, ana)
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn as_a_super_user(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind).await;
    check(&app, &made(&ana, "read write delete", "*").await).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn as_a_reader(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Viewer").await;
    let secret = made(&bea, "read write delete", "*").await;
    check(&app, &secret).await;
    let api = Api::new(&app, &made(&ana, "read", "*").await);
    role_id(&api, "Viewer").await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn as_a_foreigner(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind).await;
    ana.post("/workspaces/new", &[("name", "Other"), ("slug", "other")]).await;
    check(&app, &made(&ana, "read write delete", "other").await).await;
}
