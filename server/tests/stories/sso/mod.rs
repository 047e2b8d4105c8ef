//! Signing in at an identity provider: a well-behaved one, and one that signs anything.

mod accounts;
mod conformance;
mod incidents;
mod limits;
mod logout;
mod required;
mod workspace;

use crate::support::provider::{CLIENT_ID, CLIENT_SECRET, Provider};
use crate::support::{Browser, Kind, Page, TestApp};
use domain::db::query;
use domain::settings::OidcProvider;
use domain::{Clock, Settings};

/// Where one begins to sign in.
pub const START: &str = "/sso/corp";

/// Roster with Ana as its super-user, and the provider `corp` of the installation, which makes accounts.
pub async fn with_provider(kind: Kind) -> (TestApp, Browser, Provider) {
    with_provider_and(kind, |_| {}).await
}

pub async fn with_provider_and(kind: Kind, set: impl FnOnce(&mut Settings)) -> (TestApp, Browser, Provider) {
    let clock = Clock::manual();
    let provider = Provider::start(clock.clone()).await;
    let issuer = provider.url.clone();
    let app = TestApp::with_settings_and_clock(
        kind,
        |settings| {
            settings.lookup.intranet = vec!["127.0.0.1/32".parse().unwrap()];
            settings.oidc = vec![OidcProvider {
                key: "corp".into(),
                name: "Acme ID".into(),
                issuer,
                client_id: CLIENT_ID.into(),
                client_secret: CLIENT_SECRET.into(),
                create_accounts: true,
            }];
            set(settings);
        },
        clock,
    )
    .await;
    let ana = app.set_up().await;
    (app, ana, provider)
}

/// Whether this browser is signed in, and as whom.
pub async fn signed_in_as(browser: &Browser) -> Option<String> {
    let (status, answer) = browser.call("account/security", &serde_json::json!({})).await;
    status.is_success().then(|| answer["email"].as_str().unwrap().to_owned())
}

/// The page that says why nobody was signed in, by the word in its address.
#[track_caller]
pub fn failed_with(page: &Page, why: &str) {
    assert_eq!(page.query("why"), why, "{} {}", page.path(), page.text());
    assert!(page.path().starts_with("/sso/") && !page.all("[role=alert]").is_empty(), "{}", page.text());
}

/// What a query without values answers.
pub async fn number(app: &TestApp, sql: &str) -> i64 {
    let mut tx = app.roster.db.read().await.unwrap();
    let (n,): (i64,) = query(sql.to_owned()).one(&mut tx).await.unwrap();
    n
}

pub async fn run(app: &TestApp, sql: &str) {
    let mut tx = app.roster.db.write().await.unwrap();
    query(sql.to_owned()).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}
