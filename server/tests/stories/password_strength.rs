//! The hint beside a new password: for whoever is choosing one, and never at the cost of anyone else's request.

use crate::accept::invite;
use crate::support::{Browser, Kind, Postgres, Sqlite, TestApp};
use rstest::rstest;
use serde_json::json;

async fn hint(browser: &Browser, password: &str, path: &str) -> (u16, serde_json::Value) {
    let (status, answer) = browser.call("password-strength", &json!({ "password": password, "path": path })).await;
    (status.as_u16(), answer)
}

#[rstest]
#[tokio::test]
async fn hint_is_given_at_forms_that_set_a_password_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let strong = "quiet-otters-vote-late";
    assert_eq!(hint(&app.browser(), strong, "/setup").await, (200, json!(4)), "while setting up");
    let ana = app.set_up().await;
    assert_eq!(hint(&ana, strong, "/settings/security").await, (200, json!(4)), "signed in");
    for path in [
        "/setup",
        "/sign-in",
        "",
        "/invitations/x",
        "/recover/x",
        "/recover/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        assert_eq!(hint(&app.browser(), strong, path).await.0, 401, "{path}");
    }
    invite(&ana, "bea@acme.example").await;
    let link = app.mailed_link().await;
    assert_eq!(hint(&app.browser(), strong, &link).await, (200, json!(4)), "invited");
    app.browser().post("/recover", &[("email", "ana@acme.example")]).await;
    let link = app.mailed_link().await;
    assert_eq!(hint(&app.browser(), "password1", &link).await.0, 200, "recovering");
    ana.get("/w/acme/invitations").await;
}

#[rstest]
#[tokio::test]
async fn many_long_passwords_at_once_hold_up_nobody(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    // Many repetitions and dictionary words are what takes longest to judge.
    let long = "correcthorsebatterystaple1qaz2wsx".repeat(20);
    let asked: Vec<_> = (0..60)
        .map(|n| {
            let (ana, long) = (ana.clone(), format!("{n}{long}"));
            tokio::spawn(async move { hint(&ana, &long, "/settings/security").await.0 })
        })
        .collect();
    // Sixty judgements take seconds. Without a thread of their own they would all stand before this.
    assert_eq!(app.browser().get("/healthz").await.status, 200);
    let unfinished = asked.iter().filter(|one| !one.is_finished()).count();
    assert!(unfinished > 0, "it is answered while passwords are judged");
    let mut statuses = Vec::new();
    for one in asked {
        statuses.push(one.await.unwrap());
    }
    assert!(statuses.iter().all(|status| [200, 429, 503].contains(status)), "{statuses:?}");
    assert!(statuses.contains(&200) && statuses.iter().any(|status| *status != 200), "some are left out: {statuses:?}");
}
