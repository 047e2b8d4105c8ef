//! A provider that is down, slow, endless or elsewhere: refused within its limits, and nobody else is held up.

use super::{START, failed_with, number, signed_in_as, with_provider, with_provider_and};
use crate::support::{Kind, PASSWORD, Postgres, Sqlite};
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

#[rstest]
#[tokio::test]
async fn what_is_too_much_is_not_read(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    provider.behave(|behaviour| behaviour.padding = 10_000_000);
    failed_with(&app.browser().get(START).await, "unreachable");
    provider.behave(|behaviour| behaviour.redirects = true);
    failed_with(&app.browser().get(START).await, "misconfigured");
    assert_eq!(provider.asked("/.well-known/openid-configuration"), 2, "a redirect was followed");
    provider.behave(|behaviour| {
        behaviour.document.insert("issuer".into(), json!("https://login.example/{tenantid}/v2.0"));
    });
    failed_with(&app.browser().get(START).await, "many_tenants");
    provider.behave(|behaviour| behaviour.refuses = Some((400, json!({ "error": "invalid_client" }))));
    failed_with(&app.browser().get(START).await, "not_believed");
    provider.behave(|behaviour| behaviour.refuses = Some((503, json!("busy"))));
    failed_with(&app.browser().get(START).await, "unreachable");
    provider.behave(|behaviour| {
        behaviour.callback.insert("error", Some("access_denied".into()));
        behaviour.callback.insert("code", None);
    });
    failed_with(&app.browser().get(START).await, "refused");
}

#[rstest]
#[tokio::test]
async fn a_provider_on_a_private_address_is_not_asked(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider_and(kind, |settings| settings.lookup.intranet = Vec::new()).await;
    failed_with(&app.browser().get(START).await, "unreachable");
    assert_eq!(provider.asked("/.well-known/openid-configuration"), 0);
}

#[rstest]
#[tokio::test]
async fn a_slow_provider_holds_nobody_else_up(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    provider.behave(|behaviour| behaviour.delay = Duration::from_secs(30));
    let waiting: Vec<_> = (0..20).map(|_| app.browser()).collect();
    let visits: Vec<_> = waiting
        .iter()
        .map(|browser| {
            let browser = browser.clone();
            tokio::spawn(async move { browser.get(START).await })
        })
        .collect();
    // Meanwhile people sign in here, and pages come.
    let others = async {
        let (browser, page) = app.sign_in("ana@acme.example", PASSWORD).await;
        assert_eq!(page.path(), "/w/acme", "{}", page.text());
        assert!(browser.get("/sign-in").await.status.is_success());
    };
    tokio::time::timeout(Duration::from_secs(9), others).await.expect("others waited for the provider");
    for visit in visits {
        failed_with(&visit.await.unwrap(), "unreachable");
    }
}

#[rstest]
#[tokio::test]
async fn two_hundred_sign_in_at_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    // All are one person, who has no account before.
    let browsers: Vec<_> = (0..200).map(|_| app.browser()).collect();
    let visits: Vec<_> = browsers
        .iter()
        .map(|browser| {
            let browser = browser.clone();
            // A server with more to do than it has room for says so, and takes whoever comes again.
            tokio::spawn(async move {
                loop {
                    let page = browser.get(START).await;
                    if page.status != StatusCode::SERVICE_UNAVAILABLE {
                        return page;
                    }
                }
            })
        })
        .collect();
    for visit in visits {
        let page = visit.await.unwrap();
        assert!(page.status.is_success(), "{} {}", page.path(), page.text());
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM accounts").await, 2);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM identities").await, 1);
    // One more for each that was too busy only after it had been begun.
    assert!(number(&app, "SELECT COUNT(*) FROM sessions WHERE issuer IS NOT NULL").await >= 200);
    assert!(provider.asked("/token") >= 200);
    assert_eq!(signed_in_as(&browsers[199]).await.as_deref(), Some("new@acme.example"));
}

#[tokio::test]
async fn the_database_holds_no_token_code_or_secret() {
    let (app, _ana, provider) = with_provider(Sqlite).await;
    let nina = app.browser();
    nina.get(START).await;
    assert!(signed_in_as(&nina).await.is_some());
    let bytes = app.stored_bytes();
    let given = provider.given_out();
    assert_eq!(given.len(), 3, "code, access token, ID token");
    let asked = provider.last_request();
    for secret in given.iter().chain([&asked["state"], &asked["nonce"]]) {
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
}
