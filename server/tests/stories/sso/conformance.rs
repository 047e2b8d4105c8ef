//! The relying party's modules of the OpenID Connect conformance suite (Basic and Config profiles), by their names.

use super::{START, failed_with, number, signed_in_as, with_provider};
use crate::support::provider::{Behaviour, Signer};
use crate::support::{Kind, Postgres, Sqlite};
use rstest::rstest;
use serde_json::{Value, json};

type Change = fn(&mut Behaviour, &Values);

/// What a module needs to know of the provider.
struct Values {
    url: String,
    now: i64,
}

fn set(behaviour: &mut Behaviour, claim: &str, value: Value) {
    behaviour.claims.insert(claim.to_owned(), value);
}

/// Each is refused: nobody is signed in, and nothing is made.
const REFUSED: [(&str, Change, &str); 22] = [
    ("rp-nonce-invalid", |b, _| set(b, "nonce", json!("another")), "not_believed"),
    ("rp-nonce-missing", |b, _| set(b, "nonce", Value::Null), "not_believed"),
    ("rp-id_token-issuer-mismatch", |b, _| set(b, "iss", json!("https://evil.example")), "not_believed"),
    ("rp-id_token-issuer-slash", |b, v| set(b, "iss", json!(format!("{}/", v.url))), "not_believed"),
    ("rp-id_token-aud", |b, _| set(b, "aud", json!("another-client")), "not_believed"),
    ("rp-id_token-aud-several", |b, _| set(b, "aud", json!(["roster", "another-client"])), "not_believed"),
    ("rp-id_token-aud-missing", |b, _| set(b, "aud", Value::Null), "not_believed"),
    ("rp-id_token-azp", |b, _| set(b, "azp", json!("another-client")), "not_believed"),
    ("rp-id_token-sub", |b, _| set(b, "sub", Value::Null), "not_believed"),
    ("rp-id_token-sub-empty", |b, _| set(b, "sub", json!("")), "not_believed"),
    ("rp-id_token-iat", |b, _| set(b, "iat", Value::Null), "not_believed"),
    ("rp-id_token-iat-old", |b, v| set(b, "iat", json!(v.now - 3_600)), "not_believed"),
    ("rp-id_token-exp", |b, v| set(b, "exp", json!(v.now - 1)), "not_believed"),
    ("rp-id_token-bad-sig", |b, _| b.signer = Signer::Stranger, "not_believed"),
    ("rp-id_token-sig-none", |b, _| b.signer = Signer::Nobody, "not_believed"),
    ("rp-id_token-sig-hs256-by-secret", |b, _| b.signer = Signer::ClientSecret, "not_believed"),
    ("rp-id_token-sig-hs256-by-public-key", |b, _| b.signer = Signer::PublicKey, "not_believed"),
    (
        "rp-id_token-kid-absent-multiple-jwks",
        |b, _| {
            b.header.insert("kid".into(), Value::Null);
            b.more_keys = vec![another_key()];
        },
        "not_believed",
    ),
    ("rp-id_token-bad-at_hash", |b, _| set(b, "at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")), "not_believed"),
    (
        "rp-userinfo-bad-sub-claim",
        |b, _| {
            set(b, "email", Value::Null);
            b.user_info = Some(json!({ "sub": "someone-else", "email": "x@acme.example", "email_verified": true }));
        },
        "not_believed",
    ),
    (
        "rp-discovery-openid-configuration-issuer-mismatch",
        |b, _| {
            b.document.insert("issuer".into(), json!("https://evil.example"));
        },
        "misconfigured",
    ),
    (
        "rp-token_endpoint-no-id_token",
        |b, _| {
            b.answer.insert("id_token".into(), Value::Null);
        },
        "not_believed",
    ),
];

/// A point of the curve, whose key nobody has.
fn another_key() -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "use": "sig", "kid": "other",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    })
}

#[rstest]
#[tokio::test]
async fn what_the_suite_has_refused_is_refused(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    for (name, change, why) in REFUSED {
        // Each begins with what a server knows that has just started.
        let app = app.server_at_its_own_address().await;
        let values = Values { url: provider.url.clone(), now: provider.now() };
        provider.behave(|behaviour| change(behaviour, &values));
        let browser = app.browser();
        let page = browser.get(START).await;
        assert_eq!(page.query("why"), why, "{name}: {} {}", page.path(), page.text());
        failed_with(&page, why);
        assert_eq!(signed_in_as(&browser).await, None, "{name}");
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM accounts").await, 1);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM identities").await, 0);
}

/// Each is taken.
const TAKEN: [(&str, Change); 6] = [
    ("rp-scope-userinfo-claims", |_, _| {}),
    ("rp-id_token-kid-absent-single-jwks", |b, _| {
        b.header.insert("kid".into(), Value::Null);
    }),
    ("rp-id_token-aud-list-of-one", |b, _| set(b, "aud", json!(["roster"]))),
    ("rp-id_token-azp-own", |b, _| set(b, "azp", json!("roster"))),
    ("rp-userinfo-bearer-header", |b, _| {
        set(b, "email", Value::Null);
        set(b, "email_verified", Value::Null);
        b.user_info = Some(json!({ "sub": "ana-at-provider", "email": "new@acme.example", "email_verified": true }));
    }),
    ("rp-id_token-sig-es256-several-keys", |b, _| b.more_keys = vec![another_key()]),
];

#[rstest]
#[tokio::test]
async fn what_the_suite_has_taken_is_taken(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    for (name, change) in TAKEN {
        let app = app.server_at_its_own_address().await;
        let values = Values { url: provider.url.clone(), now: provider.now() };
        provider.behave(|behaviour| change(behaviour, &values));
        let browser = app.browser();
        let page = browser.get(START).await;
        assert_eq!(signed_in_as(&browser).await.as_deref(), Some("new@acme.example"), "{name}: {}", page.text());
    }
}

#[rstest]
#[tokio::test]
async fn rp_key_rotation_op_sign_key(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    app.browser().get(START).await;
    let asked = provider.asked("/keys");
    provider.rotate();
    let browser = app.browser();
    browser.get(START).await;
    assert_eq!(signed_in_as(&browser).await.as_deref(), Some("new@acme.example"));
    assert_eq!(provider.asked("/keys"), asked + 1);
    // Tokens that name keys which do not exist make no stream of requests.
    provider.behave(|behaviour| {
        behaviour.header.insert("kid".into(), json!("made-up"));
    });
    for _ in 0..3 {
        failed_with(&app.browser().get(START).await, "not_believed");
    }
    assert_eq!(provider.asked("/keys"), asked + 1);
}

#[rstest]
#[tokio::test]
async fn the_document_is_fetched_once_for_many(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    let browsers: Vec<_> = (0..10).map(|_| app.browser()).collect();
    let visits = browsers.iter().map(|browser| browser.get(START));
    futures_util::future::join_all(visits).await;
    assert_eq!(provider.asked("/.well-known/openid-configuration"), 1);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM identities").await, 1);
}
