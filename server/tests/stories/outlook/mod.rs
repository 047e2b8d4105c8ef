//! Outlook Calendar and Outlook Mail of one's own account, against what stands in for Microsoft.

mod calendar;
mod connect;
mod mail;
mod microsoft;
mod onboarding;
mod tokens;

use crate::support::{Browser, Kind, TestApp};
use domain::connections::{Agenda, agenda};
pub use microsoft::{Microsoft, SECRET, claims_challenge};
use std::time::Duration;

pub const TAB: &str = "/settings/integrations";
pub const ANA: &str = "ana@acme.example";
/// An access token lives an hour, a session two without use: between the two.
const TOKEN_IS_OVER: Duration = Duration::from_mins(61);

/// Acme with Ana, and a Microsoft that nobody is connected with.
pub async fn with_microsoft(kind: Kind) -> (TestApp, Browser, Microsoft) {
    let microsoft = Microsoft::start().await;
    let app = TestApp::with_settings(kind, |settings| microsoft.set(settings)).await;
    let ana = app.set_up().await;
    (app, ana, microsoft)
}

/// The same, where Ana has connected her calendar.
pub async fn with_calendar(kind: Kind) -> (TestApp, Browser, Microsoft) {
    let (app, ana, microsoft) = with_microsoft(kind).await;
    let page = connect(&ana, "outlook_calendar").await;
    assert!(page.path().contains("done=connected"), "{}: {}", page.path(), page.text());
    (app, ana, microsoft)
}

/// All of the way to the provider and back: a browser follows where it is led.
pub async fn connect(browser: &Browser, service: &str) -> crate::support::Page {
    browser.get(&format!("{TAB}?connect={service}")).await
}

/// The next events of Ana's.
async fn next(app: &TestApp) -> Agenda {
    agenda(&app.acting(ANA).await, "UTC").await.unwrap()
}

/// What the events are called.
fn subjects(agenda: &Agenda) -> Vec<&str> {
    match agenda {
        Agenda::Events(events) => events.iter().map(|event| event.subject.as_str()).collect(),
        other => panic!("{other:?}"),
    }
}
