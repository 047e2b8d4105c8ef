//! Passkey-only sign-in: the password opens nothing, and is back as soon as the feature is off.

use super::{ANA, LAB, turn};
use crate::passkeys::{add, named, show};
use crate::support::{Authenticator, Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use model::lab::Feature;
use rstest::rstest;
use std::time::Duration;

const SECURITY: &str = "/settings/security";

/// Ana with two passkeys, signing in by them alone.
async fn alone(kind: Kind) -> (TestApp, Browser, Authenticator) {
    let (app, ana) = named(kind).await;
    let (device, _) = add(&app, &ana, "Laptop").await;
    add(&app, &ana, "Phone").await;
    let page = turn(&ana, Feature::PasskeyOnly, "on").await;
    assert_eq!(page.path(), "/settings/lab?done=turned_on", "{}", page.text());
    (app, ana, device)
}

async fn is_refused(app: &TestApp) -> bool {
    let (_, right) = app.sign_in(ANA, PASSWORD).await;
    let (_, wrong) = app.sign_in(ANA, "certainly another one").await;
    assert_eq!(wrong.status, 422);
    right.status == wrong.status && right.form_problem() == wrong.form_problem()
}

fn names(page: &Page) -> Vec<String> {
    page.all(".session-device.name")
}

#[rstest]
#[tokio::test]
async fn the_right_password_is_answered_as_a_wrong_one(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, mut device) = alone(kind).await;
    assert!(is_refused(&app).await);
    let browser = app.browser();
    assert_eq!(show(&browser, &mut device, "/sign-in").await.path(), "/w/acme");
    let page = ana.get(SECURITY).await;
    assert!(page.shows("Passkey-only sign-in is on: this password does not sign you in."), "{}", page.text());
    assert!(page.shows("Refused: only passkeys sign in"), "{}", page.text());

    turn(&ana, Feature::PasskeyOnly, "off").await;
    let (_, page) = app.sign_in(ANA, PASSWORD).await;
    assert!(page.path().starts_with("/sign-in/factor"), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn a_password_confirms_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, mut device) = alone(kind).await;
    app.advance(Duration::from_mins(11));
    let page = ana.post("/confirm", &[("password", PASSWORD)]).await;
    assert_eq!(page.status, 422, "{}", page.text());
    let page = turn(&ana, Feature::PasskeyOnly, "off").await;
    assert!(page.path().starts_with("/confirm"), "turning it off asks for a confirmation: {}", page.path());
    show(&ana, &mut device, "/confirm").await;
    assert_eq!(turn(&ana, Feature::PasskeyOnly, "off").await.path(), "/settings/lab?done=turned_off");
}

#[rstest]
#[tokio::test]
async fn a_second_step_that_began_with_the_password_ends(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let (mut device, _) = add(&app, &ana, "Laptop").await;
    let (waiting, page) = app.sign_in(ANA, PASSWORD).await;
    assert!(page.path().starts_with("/sign-in/factor"), "{}", page.text());
    turn(&ana, Feature::PasskeyOnly, "on").await;
    let page = show(&waiting, &mut device, "/sign-in/factor").await;
    assert!(page.path().starts_with("/sign-in"), "{}", page.path());
    assert!(waiting.get("/w/acme").await.path().starts_with("/sign-in"));
}

#[rstest]
#[tokio::test]
async fn without_passkeys_it_is_not_turned_on(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let page = turn(&ana, Feature::PasskeyOnly, "on").await;
    assert!(page.shows("Add two passkeys first, or one passkey with recovery codes."), "{}", page.text());
    assert!(!is_refused(&app).await);
}

#[rstest]
#[tokio::test]
async fn the_last_passkeys_are_not_removed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, _) = alone(kind).await;
    let paths = ana.get(SECURITY).await.attributes("a[href*='/security/passkeys/']", "href");
    let paths: Vec<String> = paths.into_iter().filter(|path| !path.ends_with("/new")).collect();
    assert_eq!(paths.len(), 2);
    // One is left, and recovery codes.
    ana.post(&paths[1], &[("action", "remove")]).await;
    let page = ana.post(&paths[0], &[("action", "remove")]).await;
    assert!(page.shows("Passkey-only sign-in is on and needs this passkey"), "{}", page.text());
    assert_eq!(names(&ana.get(SECURITY).await).len(), 1);
    assert!(is_refused(&app).await);
}

#[rstest]
#[tokio::test]
async fn kill_switch_and_workspace_give_the_password_back(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, _) = alone(kind).await;
    app.command(&["lab", "disable", "passkey-only"]).await.unwrap();
    assert!(!is_refused(&app).await);
    app.command(&["lab", "enable", "passkey-only"]).await.unwrap();
    assert!(is_refused(&app).await);
    ana.post("/w/acme/settings/lab", &[("feature", "passkey-only"), ("policy", "deny")]).await;
    assert!(!is_refused(&app).await);
    assert!(ana.get(LAB).await.shows("A workspace does not allow it."));

    ana.post("/w/acme/settings/lab", &[("feature", "passkey-only"), ("policy", "force")]).await;
    turn(&ana, Feature::PasskeyOnly, "off").await;
    assert!(is_refused(&app).await, "a workspace forces it on whoever has passkeys");
}

#[rstest]
#[tokio::test]
async fn recovery_that_keeps_no_passkey_turns_it_off(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, _) = alone(kind).await;
    app.browser().post("/recover", &[("email", ANA)]).await;
    let mails = app.mails().await;
    let texts = mails.iter().filter_map(|mail| mail["text"].as_str());
    let secret = texts.filter_map(|text| text.split_once("/recover/")).next_back().unwrap().1;
    let link = format!("/recover/{}", secret.split_whitespace().next().unwrap());
    let fresh = "a wholly new passphrase here";
    app.browser().post(&link, &[("password", fresh), ("confirm_password", fresh)]).await;
    assert!(ana.get(SECURITY).await.path().starts_with("/sign-in"), "sessions have ended");
    let (ana, page) = app.sign_in(ANA, fresh).await;
    assert_eq!(page.path(), "/w/acme", "{}", page.text());
    // It is not on again by itself with the next passkey.
    add(&app, &ana, "New").await;
    let (_, page) = app.sign_in(ANA, fresh).await;
    assert!(page.path().starts_with("/sign-in/factor"), "{}", page.text());
}
