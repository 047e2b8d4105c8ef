//! A form that outlives its session: shown again to the person who typed it, and to nobody else.

use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use rstest::rstest;
use std::time::Duration;

const PROFILE: &str = "/settings/profile";

/// Ana's session ends while she fills in her profile; Bea is the next one at her browser.
async fn ana_leaves_a_form_behind(kind: Kind) -> (TestApp, Browser, Vec<(String, String)>) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Manager").await;
    let page = ana.get(PROFILE).await;
    let typed = [("first_name", "Secret Ana"), ("last_name", "Of The Form"), ("phone", "+4930123456")];
    let hidden = ["form_account", "version"].map(|name| (name.to_owned(), page.value(name).unwrap()));
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    (app, ana, hidden.into_iter().chain(typed).collect())
}

async fn post(browser: &Browser, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(PROFILE, &fields).await
}

#[rstest]
#[tokio::test]
async fn kept_form_is_not_shown_to_the_next_person(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, typed) = ana_leaves_a_form_behind(kind).await;
    app.advance(Duration::from_hours(3));
    assert!(post(&ana, &typed).await.path().starts_with("/sign-in"));
    let here = ana;
    here.post("/sign-in", &[("email", "bea@acme.example"), ("password", PASSWORD)]).await;
    let page = here.get(PROFILE).await;
    assert_eq!(page.value("first_name").as_deref(), Some("Bea"));
    assert!(!page.body.contains("Secret Ana"));
    here.post("/sign-out", &[]).await;
    here.post("/sign-in", &[("email", "ana@acme.example"), ("password", PASSWORD)]).await;
    assert_eq!(here.get(PROFILE).await.value("first_name").as_deref(), Some("Ana"), "it was thrown away");
}

#[rstest]
#[tokio::test]
async fn kept_form_is_shown_to_whoever_typed_it(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, typed) = ana_leaves_a_form_behind(kind).await;
    app.advance(Duration::from_hours(3));
    post(&ana, &typed).await;
    ana.post("/sign-in", &[("email", "ana@acme.example"), ("password", PASSWORD)]).await;
    assert_eq!(ana.get(PROFILE).await.value("first_name").as_deref(), Some("Secret Ana"));
    assert_eq!(ana.get(PROFILE).await.value("first_name").as_deref(), Some("Ana"), "once");
}

#[rstest]
#[tokio::test]
async fn form_of_one_person_is_not_sent_as_another(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana, typed) = ana_leaves_a_form_behind(kind).await;
    let here = ana;
    here.post("/sign-out", &[]).await;
    here.post("/sign-in", &[("email", "bea@acme.example"), ("password", PASSWORD)]).await;
    let page = post(&here, &typed).await;
    assert_eq!(page.status, 409);
    assert!(!page.body.contains("Secret Ana"));
    assert_eq!(here.get(PROFILE).await.value("first_name").as_deref(), Some("Bea"), "nothing has changed");
}

#[rstest]
#[tokio::test]
async fn form_that_does_not_say_whose_it_is_is_not_kept(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, typed) = ana_leaves_a_form_behind(kind).await;
    app.advance(Duration::from_hours(3));
    post(&ana, &typed[1..]).await;
    ana.post("/sign-in", &[("email", "ana@acme.example"), ("password", PASSWORD)]).await;
    assert_eq!(ana.get(PROFILE).await.value("first_name").as_deref(), Some("Ana"));
}
