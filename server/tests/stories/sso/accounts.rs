//! Whose account it is that someone at a provider has.

use super::{START, failed_with, number, run, signed_in_as, with_provider, with_provider_and};
use crate::support::{Kind, PASSWORD, Postgres, Sqlite};
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::json;

#[rstest]
#[tokio::test]
async fn a_newcomer_gets_an_account_once_and_is_signed_in_again(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    let nina = app.browser();
    let sign_in = nina.get("/sign-in").await;
    assert!(sign_in.shows("Sign in with Acme ID"), "{}", sign_in.text());
    let page = nina.get(&format!("{START}?next=/settings/profile")).await;
    assert_eq!((page.status, page.path()), (StatusCode::OK, "/settings/profile"), "{}", page.text());
    assert_eq!((page.value("first_name"), page.value("last_name")), (Some("Nina".into()), Some("Prado".into())));
    let asked = provider.last_request();
    assert_eq!((asked["response_type"].as_str(), asked["code_challenge_method"].as_str()), ("code", "S256"));
    assert!(asked["state"].len() >= 43 && asked["nonce"].len() >= 43, "{asked:?}");
    assert_eq!(asked["redirect_uri"], format!("{}/sso/corp/callback", app.url));

    // Under another address and name the same person comes back to the same account.
    provider.tell(&json!({ "email": "renamed@acme.example" }));
    let again = app.browser();
    again.get(START).await;
    assert_eq!(signed_in_as(&again).await.as_deref(), Some("new@acme.example"));
    assert_eq!(number(&app, "SELECT COUNT(*) FROM accounts").await, 2);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM identities").await, 1);
    let verified = "SELECT COUNT(*) FROM accounts WHERE email_verified_at IS NOT NULL AND password_hash IS NULL";
    assert_eq!(number(&app, verified).await, 1);
}

#[rstest]
#[tokio::test]
async fn an_address_alone_opens_no_account(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, provider) = with_provider(kind).await;
    provider.tell(&json!({ "email": "Ana@ACME.example", "email_verified": true }));
    let stranger = app.browser();
    let page = stranger.get(START).await;
    failed_with(&page, "account_exists");
    assert!(page.shows("Sign in to it with your password first"), "{}", page.text());
    assert_eq!(signed_in_as(&stranger).await, None);

    // Whoever has the account connects it: from then on, and by that alone, they sign in there.
    let security = ana.get("/settings/security").await;
    assert!(security.shows("Connect Acme ID"), "{}", security.text());
    let page = ana.post("/settings/security", &[("action", "connect_provider"), ("provider", "corp")]).await;
    let to = page.headers["refresh"].to_str().unwrap().strip_prefix("0;url=").unwrap().to_owned();
    let back = ana.get_url(&to).await;
    assert!(back.shows("The provider is connected"), "{} {}", back.path(), back.text());
    assert!(back.shows("You sign in through Acme ID"), "{}", back.text());
    stranger.get(START).await;
    assert_eq!(signed_in_as(&stranger).await.as_deref(), Some("ana@acme.example"));
    let mails = app.mails().await;
    assert_eq!(mails.iter().filter(|mail| mail["subject"] == "Your account is connected with Acme ID").count(), 1);
}

#[rstest]
#[tokio::test]
async fn only_an_address_that_is_verified_makes_an_account(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    for (claims, why) in [
        (json!({ "email_verified": null }), "email_not_verified"),
        (json!({ "email_verified": false }), "email_not_verified"),
        (json!({ "email_verified": "true" }), "email_verified_is_text"),
        (json!({ "email_verified": 1 }), "not_believed"),
        // Its user info, which would tell the address, is not there.
        (json!({ "email": null }), "misconfigured"),
        (json!({ "email": "no address" }), "email_missing"),
    ] {
        provider.tell(&claims);
        let browser = app.browser();
        let page = browser.get(START).await;
        failed_with(&page, why);
        assert_eq!(signed_in_as(&browser).await, None, "{claims}");
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM accounts").await, 1);
}

#[rstest]
#[tokio::test]
async fn where_none_is_made_a_newcomer_is_told_whom_to_ask(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, _provider) = with_provider_and(kind, |settings| settings.oidc[0].create_accounts = false).await;
    failed_with(&app.browser().get(START).await, "no_account");
    assert_eq!(app.browser().get("/sso/nobody").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.browser().get("/sso/01920000-0000-7000-8000-000000000000").await.status, StatusCode::NOT_FOUND);
}

#[rstest]
#[tokio::test]
async fn who_signs_in_at_a_provider_has_no_password_here(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, _provider) = with_provider(kind).await;
    let nina = app.browser();
    nina.get(START).await;
    let security = nina.get("/settings/security").await;
    assert!(security.shows("You sign in through Acme ID. Password and second factor are set there."));
    assert!(!security.shows("Current password"), "{}", security.text());
    let change = [
        ("action", "password"),
        ("current_password", PASSWORD),
        ("password", "another quiet otter 9"),
        ("confirm_password", "another quiet otter 9"),
    ];
    let refused = nina.post("/settings/security", &change).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    // Nor by its recovery, which says where to go.
    app.browser().post("/recover", &[("email", "new@acme.example")]).await;
    let mails = app.mails().await;
    assert!(mails.last().unwrap()["text"].as_str().unwrap().contains("You sign in to Roster through Acme ID"));
    // Ana's account has a password until it is connected.
    assert_eq!(
        signed_in_as(&app.sign_in("ana@acme.example", PASSWORD).await.0).await.as_deref(),
        Some("ana@acme.example")
    );
    drop(ana);
    app.add_identity("ana@acme.example", "https://elsewhere.example").await;
    let (_, page) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert!(page.form_problem().is_some_and(|problem| problem.contains("provider")), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn confirming_asks_the_provider_anew(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    let nina = app.browser();
    nina.get(START).await;
    run(&app, "UPDATE sessions SET confirmed_at = 0").await;
    let asked = nina.post("/settings/security/delete", &[("email", "new@acme.example")]).await;
    assert!(asked.path().starts_with("/confirm"), "{}", asked.path());
    assert!(asked.shows("sign in again at Acme ID") && asked.value("password").is_none(), "{}", asked.text());
    // That there was a session at the provider already proves nothing anew.
    let at = asked.path().to_owned();
    let begin = || async {
        let page = nina.post(&at, &[("provider", "corp")]).await;
        page.headers["refresh"].to_str().unwrap().strip_prefix("0;url=").unwrap().to_owned()
    };
    provider.tell(&json!({ "auth_time": provider.now() - 3_600 }));
    failed_with(&nina.get_url(&begin().await).await, "not_confirmed");
    provider.tell(&json!({ "auth_time": null }));
    failed_with(&nina.get_url(&begin().await).await, "not_confirmed");
    provider.tell(&json!({ "sub": "someone-else" }));
    failed_with(&nina.get_url(&begin().await).await, "other_account");
    provider.tell(&json!({}));
    let back = nina.get_url(&begin().await).await;
    assert_eq!(back.path(), "/settings/security/delete", "{}", back.text());
    assert_eq!(provider.last_request()["prompt"], "login");
    assert_eq!(provider.last_request()["max_age"], "0");
}

#[rstest]
#[tokio::test]
async fn a_provider_is_disconnected_and_its_sessions_end(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, _provider) = with_provider(kind).await;
    let (nina, other) = (app.browser(), app.browser());
    nina.get(START).await;
    other.get(START).await;
    let issuer = app.roster.settings.oidc[0].issuer.clone();
    let page = nina.post("/settings/security", &[("action", "disconnect_provider"), ("issuer", &issuer)]).await;
    assert!(page.shows("The provider is disconnected"), "{}", page.text());
    assert_eq!(signed_in_as(&other).await, None);
    assert_eq!(signed_in_as(&nina).await.as_deref(), Some("new@acme.example"));
    failed_with(&other.get(START).await, "account_exists");
    let unknown = nina.post("/settings/security", &[("action", "disconnect_provider"), ("issuer", "x")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
