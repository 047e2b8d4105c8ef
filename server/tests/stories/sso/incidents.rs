//! Incidents of other relying parties, each replayed.

use super::{START, failed_with, number, run, signed_in_as, with_provider, with_provider_and};
use crate::support::provider::{CLIENT_ID, CLIENT_SECRET, Provider, Signer};
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use domain::settings::OidcProvider;
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::{Value, json};

/// The way to the provider, as a browser that does not go there is told.
async fn location(app: &TestApp, browser: &Browser, path: &str) -> url::Url {
    let page = browser.stay(path).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let _ = app;
    page.headers["location"].to_str().unwrap().parse().unwrap()
}

fn parameter(url: &url::Url, name: &str) -> String {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// The address that the provider sends the browser back to, which has not gone there yet.
async fn callback(provider: &Provider, to: &url::Url) -> String {
    let at = Browser::new(&provider.url);
    let page = at.stay(&format!("{}?{}", to.path(), to.query().unwrap())).await;
    page.headers["location"].to_str().unwrap().to_owned()
}

/// CVE-2026-42206, CVE-2026-15612, CVE-2026-104759: the nonce is checked, also where the claim is absent, and a check
/// that fails ends the flow.
#[rstest]
#[tokio::test]
async fn a_token_of_another_flow_is_refused(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    for nonce in [json!("of-another-flow"), Value::Null, json!(""), json!(["a"])] {
        provider.tell(&json!({ "nonce": nonce }));
        let browser = app.browser();
        failed_with(&browser.get(START).await, "not_believed");
        assert_eq!(signed_in_as(&browser).await, None, "{nonce}");
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM sessions").await, 1);
}

/// CVE-2026-114617, CVE-2026-13089: nothing in the token says how it is checked.
#[rstest]
#[tokio::test]
async fn a_token_does_not_choose_how_it_is_checked(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    for (signer, header) in [
        (Signer::Nobody, json!({})),
        (Signer::Nobody, json!({ "alg": "None" })),
        (Signer::Nobody, json!({ "alg": "ES256" })),
        (Signer::ClientSecret, json!({})),
        (Signer::PublicKey, json!({})),
        (Signer::PublicKey, json!({ "alg": "ES256" })),
        (Signer::Stranger, json!({ "jku": "https://evil.example/keys" })),
        (Signer::Stranger, json!({ "jwk": { "kty": "oct", "k": "AA" } })),
        (Signer::Own, json!({ "crit": ["exp"], "exp": 0 })),
    ] {
        provider.behave(|behaviour| {
            behaviour.signer = signer;
            behaviour.header = header.as_object().unwrap().clone();
        });
        let browser = app.browser();
        failed_with(&browser.get(START).await, "not_believed");
        assert_eq!(signed_in_as(&browser).await, None, "{signer:?} {header}");
    }
}

/// CVE-2026-81888: a state that is absent on both sides is none.
#[rstest]
#[tokio::test]
async fn without_a_state_there_is_no_flow(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    let browser = app.browser();
    for path in ["/sso/corp/callback", "/sso/corp/callback?code=x", "/sso/corp/callback?code=x&state="] {
        failed_with(&browser.get(path).await, "expired");
    }
    for state in [None, Some(String::new()), Some("another".into())] {
        provider.behave(|behaviour| {
            behaviour.callback.insert("state", state);
        });
        failed_with(&browser.get(START).await, "expired");
    }
    assert_eq!(provider.asked("/token"), 0);
}

/// The flow belongs to the browser that began it, once, and for ten minutes.
#[rstest]
#[tokio::test]
async fn a_flow_is_finished_where_it_was_begun(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    let (attacker, victim) = (app.browser(), app.browser());
    let to = location(&app, &attacker, START).await;
    let back = callback(&provider, &to).await;
    failed_with(&victim.get_url(&back).await, "expired");
    assert_eq!(signed_in_as(&victim).await, None);
    let page = attacker.get_url(&back).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    // A second time neither the attempt nor the code counts.
    let again = app.browser();
    failed_with(&again.get_url(&back).await, "expired");
    failed_with(&attacker.get_url(&back).await, "expired");

    let late = app.browser();
    let to = location(&app, &late, START).await;
    let back = callback(&provider, &to).await;
    app.advance(std::time::Duration::from_mins(10));
    failed_with(&late.get_url(&back).await, "expired");
}

/// CVE-2026-73419: state, nonce and verifier belong to the provider that began.
#[rstest]
#[tokio::test]
async fn a_flow_is_finished_at_the_provider_that_began_it(#[values(Sqlite, Postgres)] kind: Kind) {
    let evil = Provider::start(domain::Clock::System).await;
    let issuer = evil.url.clone();
    let (app, _ana, provider) = with_provider_and(kind, |settings| {
        settings.oidc.push(OidcProvider {
            key: "evil".into(),
            name: "Evil".into(),
            issuer,
            client_id: CLIENT_ID.into(),
            client_secret: CLIENT_SECRET.into(),
            create_accounts: true,
        });
    })
    .await;
    let browser = app.browser();
    let to = location(&app, &browser, START).await;
    let back = callback(&provider, &to).await;
    failed_with(&browser.get_url(&back.replace("/sso/corp/", "/sso/evil/")).await, "expired");
    assert_eq!(evil.asked("/token"), 0, "the code went to another provider");
    // And who answers says who they are (RFC 9207).
    for issuer in [None, Some(evil.url.clone()), Some(String::new())] {
        provider.behave(|behaviour| {
            behaviour.callback.insert("iss", issuer);
        });
        failed_with(&app.browser().get(START).await, "not_believed");
    }
    assert_eq!(provider.asked("/token"), 0);
}

fn way_of(page: &Page) -> String {
    page.headers["refresh"].to_str().unwrap().strip_prefix("0;url=").unwrap().to_owned()
}

/// CVE-2026-129419, CVE-2026-136120: nobody is made to connect their account with someone else.
#[rstest]
#[tokio::test]
async fn connecting_is_ones_own_wish(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, provider) = with_provider(kind).await;
    // A link leads to the page, where the wish is a form of our own.
    let page = ana.get(START).await;
    assert!(page.path().starts_with("/settings/security?connect=corp"), "{}", page.path());
    let foreign = ana
        .post_from(
            "https://evil.example",
            "/settings/security",
            &[("action", "connect_provider"), ("provider", "corp")],
        )
        .await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert_eq!(provider.asked("/authorize"), 0);
    // An attacker's way back, opened by the victim, connects nothing.
    let eve = app.browser();
    provider.tell(&json!({ "sub": "eve-at-provider", "email": "eve@acme.example" }));
    eve.get(START).await;
    run(&app, "DELETE FROM identities").await;
    let begun = eve.post("/settings/security", &[("action", "connect_provider"), ("provider", "corp")]).await;
    let back = callback(&provider, &way_of(&begun).parse().unwrap()).await;
    failed_with(&ana.get_url(&back).await, "expired");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM identities").await, 0);
    // Nor where the session is another one by now.
    eve.post("/sign-out", &[]).await;
    failed_with(&eve.get_url(&back).await, "expired");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM identities").await, 0);
}

/// A connected account takes a session that was confirmed, and an address that is its holder's.
#[rstest]
#[tokio::test]
async fn connecting_asks_who_one_is(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, _provider) = with_provider(kind).await;
    run(&app, "UPDATE sessions SET confirmed_at = 0").await;
    let page = ana.post("/settings/security", &[("action", "connect_provider"), ("provider", "corp")]).await;
    assert!(page.path().starts_with("/confirm"), "{}", page.path());
    run(&app, "UPDATE sessions SET confirmed_at = 9000000000000000").await;
    run(&app, "UPDATE accounts SET credentials_set_by = (SELECT id FROM workspaces)").await;
    let begun = ana.post("/settings/security", &[("action", "connect_provider"), ("provider", "corp")]).await;
    let back = ana.get_url(&way_of(&begun)).await;
    assert!(!back.path().contains("done=connected"), "{}", back.path());
    assert_eq!(number(&app, "SELECT COUNT(*) FROM identities").await, 0);
}

/// CVE-2026-68551, CVE-2026-34456: that is `accounts::only_an_address_that_is_verified_makes_an_account`. Here: an
/// identity of another account stays there.
#[rstest]
#[tokio::test]
async fn an_identity_is_one_accounts(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, _provider) = with_provider(kind).await;
    app.browser().get(START).await;
    let begun = ana.post("/settings/security", &[("action", "connect_provider"), ("provider", "corp")]).await;
    failed_with(&ana.get_url(&way_of(&begun)).await, "other_account");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM identities").await, 1);
}

/// CVE-2026-40946: a token for another audience is none for us; the conformance modules have its shapes.
#[rstest]
#[tokio::test]
async fn a_token_for_another_client_opens_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    for audience in [json!("other"), json!([]), json!(["other"]), json!(["other", CLIENT_ID]), json!("Roster")] {
        provider.tell(&json!({ "aud": audience }));
        failed_with(&app.browser().get(START).await, "not_believed");
    }
}

/// crm-laravel 2.0.1: no address of a hostile document is asked, and the secret goes nowhere but to the issuer's host.
#[rstest]
#[tokio::test]
async fn a_document_leads_nowhere_else(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    for endpoint in
        ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint"]
    {
        for address in
            ["http://127.0.0.2/x", "http://169.254.169.254/latest", "file:///etc/passwd", "https://evil.example/", ""]
        {
            let server = app.server_at_its_own_address().await;
            provider.behave(|behaviour| {
                behaviour.document.insert(endpoint.into(), json!(address));
            });
            failed_with(&server.browser().get(START).await, "misconfigured");
        }
    }
    assert_eq!((provider.asked("/token"), provider.asked("/authorize")), (0, 0));
}

/// `id_token_hint` of another person: at sign-out goes the token of this very session.
#[rstest]
#[tokio::test]
async fn the_hint_at_sign_out_is_the_sessions_own(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    let nina = app.browser();
    nina.get(START).await;
    let own = provider.given_out().last().unwrap().clone();
    let other = app.browser();
    provider.tell(&json!({ "sub": "other", "email": "other@acme.example" }));
    other.get(START).await;
    let page = nina.post("/sign-out", &[]).await;
    let to: url::Url = way_of(&page).parse().unwrap();
    assert_eq!(to.path(), "/end");
    assert_eq!(parameter(&to, "id_token_hint"), own);
    assert_eq!(parameter(&to, "post_logout_redirect_uri"), format!("{}/sign-in", app.url));
    assert_eq!(parameter(&to, "client_id"), CLIENT_ID);
    assert_eq!(signed_in_as(&nina).await, None);
    assert_eq!(signed_in_as(&other).await.as_deref(), Some("other@acme.example"));
}
