//! What a token has asked for, and the command line that asks.

use super::{acme, role_id};
use crate::support::{Answer, Kind, PASSWORD, Postgres, Sqlite};
use domain::db::query;
use domain::tokens::calls::{calls, calls_within, flush};
use model::Error;
use model::tokens::{CallMethod, CallOutcome, CallsQuery};
use reqwest::Method;
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

#[rstest]
#[tokio::test]
async fn each_call_is_written_down_for_thirty_days(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, api) = acme(kind).await;
    api.get("/me").await;
    let failed = api.get("/workspaces/acme/users/019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4").await;
    api.post("/workspaces/acme/roles", &json!({ "name": "Desk" })).await.expect(201);
    Answer::to(api.call(Method::GET, "/workspaces/nowhere/users")).await;
    flush(&app.roster).await.unwrap();
    let ana = app.acting("ana@acme.example").await;
    let mut tx = app.roster.db.read().await.unwrap();
    let (token,): (uuid::Uuid,) = query("SELECT id FROM tokens").one(&mut tx).await.unwrap();
    drop(tx);
    let all = CallsQuery::default();
    let (found, has_more) = calls(&ana, token.into(), &all).await.unwrap();
    let said: Vec<(&str, &str, i64)> =
        found.iter().map(|call| (call.method.as_str(), call.route.as_str(), call.status)).collect();
    assert_eq!(
        said,
        [
            ("GET", "/workspaces/{slug}/users", 404),
            ("POST", "/workspaces/{slug}/roles", 201),
            ("GET", "/workspaces/{slug}/users/{id}", 404),
            ("GET", "/me", 200),
        ]
    );
    assert!(!has_more && found.iter().all(|call| call.duration > 0 && call.address == "127.0.0.1"));
    assert_eq!(found[2].id.to_string(), failed.header("x-request-id"));
    let within = |asked: CallsQuery| {
        let ana = &ana;
        async move { calls_within(ana, "acme", &asked).await.unwrap().0.len() }
    };
    assert_eq!(within(all.clone()).await, 2, "those in the workspace");
    assert_eq!(within(CallsQuery { method: Some(CallMethod::Post), ..all.clone() }).await, 1);
    assert_eq!(within(CallsQuery { status: Some(CallOutcome::Refused), ..all.clone() }).await, 1);
    let (first, has_more) = calls(&ana, token.into(), &CallsQuery { size: Some(3), ..all.clone() }).await.unwrap();
    assert!(has_more && first.len() == 3);
    let rest = CallsQuery { after: Some(first[2].id), ..all.clone() };
    assert_eq!(calls(&ana, token.into(), &rest).await.unwrap().0.len(), 1);
    let (browser, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    crate::wizard::member(&app, &browser, "bea@acme.example", "Manager").await;
    let bea = app.acting("bea@acme.example").await;
    assert_eq!(calls(&bea, token.into(), &all).await.map(|_| ()), Err(Error::NotFound));
    assert_eq!(calls_within(&bea, "acme", &all).await.map(|_| ()), Err(Error::Forbidden));

    app.advance(Duration::from_hours(31 * 24));
    domain::worker::sweep(&app.operator()).await.unwrap();
    assert_eq!(crate::roles::number(&app, "SELECT COUNT(*) FROM token_calls").await, 0);
}

#[rstest]
#[tokio::test]
async fn the_command_line_reads_its_token_from_the_environment_or_a_file(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, api) = acme(kind).await;
    role_id(&api, "Viewer").await;
    let run = |line: &'static [&'static str], token: Option<String>| {
        let app = &app;
        async move { app.command_with(line, token.map(|token| ("ROSTER_TOKEN", token))).await }
    };
    let said = run(&["api", "GET", "/me"], Some(api.secret().to_owned())).await.unwrap();
    assert!(said.contains("ana@acme.example"), "{said}");
    let made = ["api", "POST", "/workspaces/acme/roles", "--data", "{\"name\":\"Desk\"}"];
    let made = app.command_with(&made, Some(("ROSTER_TOKEN", api.secret().to_owned()))).await.unwrap();
    assert!(made.contains("Desk"));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("{}\n", api.secret())).unwrap();
    let path = file.path().to_str().unwrap();
    let all = ["api", "GET", "/workspaces/acme/users?limit=1", "--all", "--token-file", path];
    let all = app.command_with(&all, None).await.unwrap();
    assert_eq!(all.lines().count(), 1, "{all}");
    let refused = run(&["api", "GET", "/workspaces/nowhere/users"], Some(api.secret().to_owned())).await.unwrap_err();
    assert!(refused.contains("404") && !refused.contains(api.secret()), "{refused}");
    let none = run(&["api", "GET", "/me"], None).await.unwrap_err();
    assert!(none.contains("ROSTER_TOKEN"), "{none}");
}
