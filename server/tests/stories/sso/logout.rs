//! The end of sessions by the provider (OpenID Connect Back-Channel Logout 1.0).

use super::{START, number, signed_in_as, with_provider};
use crate::support::provider::Signer;
use crate::support::{Kind, Postgres, Sqlite, client};
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::{Value, json};

async fn post(url: &str, token: &str) -> StatusCode {
    let request = client().post(format!("{url}/sso/corp/logout")).form(&[("logout_token", token)]);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    answer.status()
}

#[rstest]
#[tokio::test]
async fn sessions_end_on_every_server_at_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, provider) = with_provider(kind).await;
    let second = app.another_server().await;
    let (one, two) = (app.browser(), app.browser());
    one.get(START).await;
    provider.tell(&json!({ "sid": "second" }));
    two.get(START).await;
    let at_second = one.at(&second);
    assert!(signed_in_as(&at_second).await.is_some());

    // One session there, by its id.
    let token = provider.logout_token("a", &json!({ "sub": null, "sid": "session-at-provider" }));
    assert_eq!(post(&app.url, &token).await, StatusCode::OK);
    assert_eq!(signed_in_as(&at_second).await, None, "the other server goes on");
    assert!(signed_in_as(&two).await.is_some());
    // The same token once more.
    one.get(START).await;
    assert_eq!(post(&app.url, &token).await, StatusCode::BAD_REQUEST);
    assert!(signed_in_as(&one).await.is_some());
    // A session of someone else, by another's id.
    let token = provider.logout_token("b", &json!({ "sub": "someone-else", "sid": "second" }));
    assert_eq!(post(&app.url, &token).await, StatusCode::OK);
    assert!(signed_in_as(&two).await.is_some());
    // All of one person.
    assert_eq!(post(&second.url, &provider.logout_token("c", &json!({}))).await, StatusCode::OK);
    assert_eq!((signed_in_as(&one).await, signed_in_as(&two).await), (None, None));
    assert!(signed_in_as(&ana).await.is_some(), "who signed in here");
    let ended = "SELECT COUNT(*) FROM audit_events WHERE action = 'session.end_at_provider'";
    assert_eq!(number(&app, ended).await, 3);
}

/// CVE-2026-18569: a logout that is not signed, or not for us, ends nothing.
#[rstest]
#[tokio::test]
async fn a_logout_that_can_not_be_believed_ends_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    let nina = app.browser();
    nina.get(START).await;
    let now = provider.now();
    let event = "http://schemas.openid.net/event/backchannel-logout";
    for (name, change) in [
        ("iss", json!({ "iss": "https://evil.example" })),
        ("aud", json!({ "aud": "other" })),
        ("no aud", json!({ "aud": null })),
        ("iat", json!({ "iat": now - 7_200 })),
        ("no iat", json!({ "iat": null })),
        ("exp", json!({ "exp": now - 3_600 })),
        ("no exp", json!({ "exp": null })),
        ("no events", json!({ "events": null })),
        ("another event", json!({ "events": { "https://example.org/event": {} } })),
        ("event as text", json!({ "events": { event: "yes" } })),
        ("neither sid nor sub", json!({ "sub": null })),
        ("a nonce", json!({ "nonce": "n" })),
        ("no jti", json!({ "jti": null })),
    ] {
        assert_eq!(post(&app.url, &provider.logout_token(name, &change)).await, StatusCode::BAD_REQUEST, "{name}");
    }
    for signer in [Signer::Nobody, Signer::Stranger, Signer::ClientSecret, Signer::PublicKey] {
        provider.behave(|behaviour| behaviour.signer = signer);
        let token = provider.logout_token("signed otherwise", &json!({}));
        assert_eq!(post(&app.url, &token).await, StatusCode::BAD_REQUEST, "{signer:?}");
    }
    // An ID token is no logout token.
    let id_token = provider.given_out().last().unwrap().clone();
    for token in ["", "a.b.c", "x", &id_token] {
        assert_eq!(post(&app.url, token).await, StatusCode::BAD_REQUEST, "{token}");
    }
    provider.behave(|behaviour| {
        behaviour.header.insert("typ".into(), Value::from("at+jwt"));
    });
    assert_eq!(post(&app.url, &provider.logout_token("typ", &json!({}))).await, StatusCode::BAD_REQUEST);
    assert!(signed_in_as(&nina).await.is_some());
    let none = client().post(format!("{}/sso/nobody/logout", app.url)).form(&[("logout_token", "x")]);
    assert_eq!(none.send().await.unwrap().status(), StatusCode::NOT_FOUND);
}
