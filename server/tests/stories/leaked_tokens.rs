//! Secrets that were found in public: whoever has one may end it, and learns nothing.

use crate::roles::number;
use crate::support::{Answer, Kind, Postgres, Sqlite, TestApp, client};
use crate::tokens::{get, made, send};
use crate::workspace_tokens::{LIST, made_for_acme};
use domain::tokens::TokenSecret;
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::{Value, json};

const FOUND_AT: &str = "https://github.example/acme/app/blob/main/.env";

async fn report(app: &TestApp, body: &Value) -> Answer {
    send(client().post(format!("{}/api/v1/tokens/leaked", app.url)).json(body)).await
}

#[rstest]
#[tokio::test]
async fn a_reported_token_is_revoked_and_its_owner_hears_where_it_was(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let secret = made(&ana, "read", "*").await;
    app.mails().await;
    let answer = report(&app, &json!({ "token": secret, "url": FOUND_AT })).await;
    assert_eq!((answer.status, &answer.body), (StatusCode::NO_CONTENT, &Value::Null));
    assert_eq!(get(&app, "/v1/me", &secret).await.status, StatusCode::UNAUTHORIZED);
    assert!(ana.get("/settings/dev").await.shows("Revoked after it was found in public"));
    let mails = app.mails().await;
    let mail = mails.last().unwrap();
    let text = mail["text"].as_str().unwrap();
    assert!(mail["subject"].as_str().unwrap().contains("found in public") && text.contains(FOUND_AT), "{mail}");
    assert!(text.contains("“Nightly export”") && !text.contains(&secret), "{text}");
    let told = "SELECT COUNT(*) FROM audit_events WHERE action = 'token.revoke' AND actor_id IS NULL
                  AND after LIKE '%leaked%' AND after LIKE '%github.example%'";
    assert_eq!(number(&app, told).await, 1);
    report(&app, &json!({ "token": secret })).await;
    assert_eq!((app.mails().await.len(), number(&app, told).await), (mails.len(), 1), "once");
}

#[rstest]
#[tokio::test]
async fn a_list_of_githubs_is_taken_and_every_answer_is_the_same(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (mine, ours) = (made(&ana, "read", "*").await, made_for_acme(&ana, "users:read").await);
    let one = |token: &str| json!({ "token": token, "type": "roster_token", "url": FOUND_AT, "source": "content" });
    let unknown = TokenSecret::new(&app.roster.random);
    for nothing in [json!([]), json!([one("rst_short")]), json!([one(unknown.reveal())]), json!({ "token": "x" })] {
        let answer = report(&app, &nothing).await;
        assert_eq!((answer.status, &answer.body), (StatusCode::NO_CONTENT, &Value::Null), "{nothing}");
    }
    assert_eq!(get(&app, "/v1/me", &mine).await.status, StatusCode::OK);
    let answer = report(&app, &json!([one("x"), one(&mine), one(&ours), one(&mine)])).await;
    assert_eq!((answer.status, &answer.body), (StatusCode::NO_CONTENT, &Value::Null));
    for secret in [&mine, &ours] {
        assert_eq!(get(&app, "/v1/workspaces", secret).await.status, StatusCode::UNAUTHORIZED);
    }
    let mails = app.mails().await;
    let subjects: Vec<&str> = mails.iter().filter_map(|mail| mail["subject"].as_str()).collect();
    assert!(subjects.contains(&"An access token of Acme Research was found in public and is revoked"), "{subjects:?}");
    assert!(ana.get("/w/acme/audit").await.shows("Roster revoked the access token Payroll sync"));
    assert!(ana.get(LIST).await.shows("Revoked after it was found in public"));
    for bad in [json!("x"), json!([1]), json!({ "secret": "x" })] {
        assert_eq!(report(&app, &bad).await.problem()["status"], 400, "{bad}");
    }
}

#[rstest]
#[tokio::test]
async fn one_address_reports_thirty_times_at_once_and_then_waits(#[values(Sqlite)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let secret = made(&ana, "read", "*").await;
    let before = app.roster.db.queries();
    for _ in 0..30 {
        assert_eq!(report(&app, &json!({ "token": "rst_short" })).await.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(app.roster.db.queries(), before, "what is malformed costs no query");
    let answer = report(&app, &json!({ "token": secret })).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0), "{:?}", answer.headers);
    assert_eq!(get(&app, "/v1/me", &secret).await.status, StatusCode::OK, "other calls go on");
}
