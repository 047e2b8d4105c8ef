//! A workspace that requires its provider is closed to other ways in, but for its emergency account.

use super::workspace::of_acme;
use super::{number, run, signed_in_as, with_provider};
use crate::support::{Kind, PASSWORD, Postgres, Sqlite};
use crate::tokens::{get, made};
use reqwest::StatusCode;
use rstest::rstest;

#[rstest]
#[tokio::test]
async fn other_ways_in_are_closed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, provider) = with_provider(kind).await;
    let key = of_acme(&app, &provider).await;
    let token = made(&ana, "read", "*").await;
    let users = "/v1/workspaces/acme/users";
    assert_eq!(get(&app, users, &token).await.status, StatusCode::OK);
    run(&app, "UPDATE identity_providers SET required = TRUE").await;

    // A page, a form and a function lead to where the account is connected; the API says what is missing.
    let page = ana.get("/w/acme/users").await;
    assert!(page.path().starts_with(&format!("/settings/security?connect={key}")), "{}", page.path());
    let answer = get(&app, users, &token).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body["type"].as_str().unwrap().ends_with("provider-required"), "{}", answer.body);
    let (status, _) = ana.call("users/list", &serde_json::json!({ "slug": "acme", "query": "" })).await;
    assert_ne!(status, StatusCode::OK);

    // Who has signed in there comes in, and so do those who connect their account; their tokens as well.
    let nina = app.browser();
    assert_eq!(nina.get(&format!("/sso/{key}?next=/w/acme/users")).await.path(), "/w/acme/users");
    let begun = ana
        .post("/settings/security", &[("action", "connect_provider"), ("provider", &key), ("next", "/w/acme/users")])
        .await;
    provider.tell(&serde_json::json!({ "sub": "ana-herself", "email": "ana@acme.example" }));
    let to = begun.headers["refresh"].to_str().unwrap().strip_prefix("0;url=").unwrap().to_owned();
    assert_eq!(ana.get_url(&to).await.path(), "/w/acme/users");
    assert_eq!(get(&app, users, &token).await.status, StatusCode::OK);
    assert_eq!(app.sign_in("ana@acme.example", PASSWORD).await.1.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[rstest]
#[tokio::test]
async fn the_emergency_account_comes_in_by_its_password_and_that_is_told(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    of_acme(&app, &provider).await;
    run(
        &app,
        "UPDATE identity_providers SET required = TRUE,
             break_glass_id = (SELECT id FROM accounts WHERE email_key = 'ana@acme.example')",
    )
    .await;
    let (emergency, page) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(page.path(), "/w/acme", "{}", page.text());
    assert!(signed_in_as(&emergency).await.is_some());
    let told = "SELECT COUNT(*) FROM audit_events WHERE action = 'session.break_glass' AND workspace_id IS NOT NULL";
    assert_eq!(number(&app, told).await, 1);
    assert!(emergency.get("/w/acme/audit").await.shows("signed in with the emergency account"));
    // Where the provider is down, the others wait and this one does not.
    provider.behave(|behaviour| behaviour.redirects = true);
    assert_eq!(emergency.get("/w/acme/users").await.path(), "/w/acme/users");
}
