//! What outlives a new password: nothing that someone else may have made.

use crate::address_undo::links_to;
use crate::factors::{set_up, shown};
use crate::passkeys::{add, named, show};
use crate::people::id_of;
use crate::recovery::{CHOSEN, NEW, ask, ask_email};
use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use rstest::rstest;
use std::time::Duration;

const BEA: &str = "bea@acme.example";
const EVIL: &str = "bea@evil.example";

async fn number(app: &TestApp, sql: &'static str) -> i64 {
    let mut tx = app.roster.db.read().await.unwrap();
    let (number,): (i64,) = domain::db::query(sql).one(&mut tx).await.unwrap();
    number
}

/// A link that would move the account of Bea to someone else's address.
async fn pending_change(app: &TestApp, bea: &Browser) -> String {
    assert!(ask_email(bea, EVIL).await.path().ends_with("done=email_sent"));
    links_to(app, EVIL, "/email/").await.pop().unwrap()
}

async fn is_void(app: &TestApp, link: &str, why: &str) {
    assert_eq!(app.browser().get(link).await.status, 404, "{why}");
    assert_eq!(app.browser().post(link, &[]).await.status, 404, "{why}");
    assert_eq!(number(app, "SELECT COUNT(*) FROM accounts WHERE email_key = 'bea@acme.example'").await, 1, "{why}");
}

async fn recover(app: &TestApp, fields: &[(&str, &str)]) -> Page {
    ask(app, BEA).await;
    let link = links_to(app, BEA, "/recover/").await.pop().unwrap();
    app.browser().post(&link, &[&CHOSEN[..], fields].concat()).await
}

#[rstest]
#[tokio::test]
async fn a_pending_change_of_address_is_void_after_recovery(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let link = pending_change(&app, &bea).await;
    assert_eq!(recover(&app, &[]).await.path(), "/sign-in?done=recovered");
    is_void(&app, &link, "recovered").await;
}

#[rstest]
#[tokio::test]
async fn it_is_void_after_a_new_password_of_ones_own(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let change = pending_change(&app, &bea).await;
    ask(&app, BEA).await;
    let recovery = links_to(&app, BEA, "/recover/").await.pop().unwrap();
    let own = [("action", "password"), ("current_password", PASSWORD), ("password", NEW), ("confirm_password", NEW)];
    assert!(bea.post("/settings/security", &own).await.path().contains("done="));
    is_void(&app, &change, "one's own password").await;
    assert_eq!(app.browser().get(&recovery).await.status, 404, "and every other link");
}

#[rstest]
#[tokio::test]
async fn it_is_void_after_an_administrators_reset(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let id = id_of(&ana, BEA).await;
    let link = pending_change(&app, &bea).await;
    let page = ana.post(&format!("/w/acme/users/{id}/password"), &[&CHOSEN[..], &[("temporary", "on")]].concat()).await;
    assert!(page.path().contains("done=password"), "{}", page.text());
    is_void(&app, &link, "a password by the administrator").await;
    // Whoever has to choose a password leaves none behind either.
    let (bea, _) = app.sign_in(BEA, NEW).await;
    assert_eq!(
        bea.post("/choose-password", &[("password", PASSWORD), ("confirm_password", PASSWORD)]).await.path(),
        "/w/acme"
    );
    let link = pending_change(&app, &bea).await;
    set_up(&app, &bea).await;
    assert!(
        ana.post(&format!("/w/acme/users/{id}"), &[("action", "reset_factor")]).await.path().contains("factor_reset")
    );
    is_void(&app, &link, "a second factor reset by the administrator").await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_change_asked_for_at_that_very_moment_is_void(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    ask(&app, BEA).await;
    let link = links_to(&app, BEA, "/recover/").await.pop().unwrap();
    let asking: Vec<_> = (0..3)
        .map(|_| {
            let bea = bea.clone();
            tokio::spawn(async move { ask_email(&bea, EVIL).await.status.as_u16() })
        })
        .collect();
    let recovered = app.browser().post(&link, &CHOSEN).await;
    for ask in asking {
        assert!(ask.await.unwrap() < 500);
    }
    assert_eq!(recovered.path(), "/sign-in?done=recovered", "{}", recovered.text());
    for link in links_to(&app, EVIL, "/email/").await {
        is_void(&app, &link, "asked for meanwhile").await;
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM one_time_links WHERE kind = 'change_email'").await, 0);
}

#[rstest]
#[tokio::test]
async fn recovery_lists_what_signs_in_and_removes_all_of_it(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    set_up(&app, &bea).await;
    let (mut device, _) = add(&app, &bea, "Somebody's key").await;
    ask(&app, BEA).await;
    let mails = app.mails().await;
    let mail = mails.iter().rfind(|mail| mail["subject"] == "Choose a new password").unwrap();
    assert!(mail["text"].as_str().unwrap().contains("are removed unless you keep them"), "{mail}");
    let link = links_to(&app, BEA, "/recover/").await.pop().unwrap();
    let page = app.browser().get(&link).await;
    for words in ["Passkey Somebody's key", "Added", "Authenticator app", "10 recovery codes", "last seen"] {
        assert!(page.shows(words), "{words}: {}", page.text());
    }
    assert!(page.attributes("input[name=keep][checked]", "value").is_empty(), "nothing is kept unasked");
    assert_eq!(app.browser().post(&link, &CHOSEN).await.path(), "/sign-in?done=recovered");
    assert!(bea.get("/w/acme").await.path().starts_with("/sign-in"));
    assert!(show(&app.browser(), &mut device, "/sign-in").await.problem("passkey").is_some());
    let (bea, page) = app.sign_in(BEA, NEW).await;
    assert_eq!(page.path(), "/w/acme", "no code is asked for");
    assert!(bea.get("/settings/security").await.shows("You have none yet"), "no passkey");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM recovery_codes").await, 0);
    let mails = app.mails().await;
    assert!(mails.iter().any(|mail| mail["text"].as_str().unwrap().contains("removed unless they were kept")));
}

#[rstest]
#[tokio::test]
async fn recovery_keeps_the_ticked_sign_in_methods(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let (secret, _) = set_up(&app, &bea).await;
    let (mut mine, _) = add(&app, &bea, "Mine").await;
    app.advance(Duration::from_secs(1));
    let (mut theirs, _) = add(&app, &bea, "Theirs").await;
    ask(&app, BEA).await;
    let link = links_to(&app, BEA, "/recover/").await.pop().unwrap();
    let browser = app.browser();
    let kept = browser.get(&link).await.attributes("input[name=keep]", "value");
    let [first, _, application, _] = &kept[..] else { panic!("{kept:?}") };
    // What was ticked is ticked again where the password is not taken.
    let fields =
        [("keep", first.as_str()), ("keep", application), ("password", "short"), ("confirm_password", "short")];
    let again = browser.post(&link, &fields).await;
    assert_eq!(
        again.attributes("input[name=keep][checked]", "value"),
        [first.as_str(), application],
        "{}",
        again.text()
    );
    let fields = [&CHOSEN[..], &[("keep", first), ("keep", application), ("keep", "of nobody's")]].concat();
    assert_eq!(browser.post(&link, &fields).await.path(), "/sign-in?done=recovered");
    assert!(show(&app.browser(), &mut theirs, "/sign-in").await.problem("passkey").is_some());
    assert_eq!(show(&app.browser(), &mut mine, "/sign-in").await.path(), "/w/acme");
    let (bea, page) = app.sign_in(BEA, NEW).await;
    assert!(page.path().starts_with("/sign-in/factor"), "{}", page.text());
    assert_eq!(bea.post("/sign-in/factor?next=%2F", &[("code", &shown(&app, &secret))]).await.path(), "/w/acme");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM recovery_codes").await, 0, "they were not ticked");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn recovery_ends_pending_sign_ins_and_passkeys(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let mut answers = Vec::new();
    for _ in 0..4 {
        let (status, asked) = bea.call("auth/challenge", &serde_json::json!({ "name": "Key" })).await;
        assert_eq!(status, 200);
        let part = |name: &str| asked[name].as_str().unwrap().to_owned();
        let (_, made) = crate::support::Authenticator::make(&part("options"), &app.roster.settings.public_url.clone());
        answers.push((made, part("challenge")));
    }
    ask(&app, BEA).await;
    let link = links_to(&app, BEA, "/recover/").await.pop().unwrap();
    let adding: Vec<_> = answers
        .into_iter()
        .map(|(made, challenge)| {
            let bea = bea.clone();
            tokio::spawn(async move {
                let fields = [("name", "Key"), ("passkey", made.as_str()), ("challenge", challenge.as_str())];
                bea.post("/settings/security/passkeys/new", &fields).await;
            })
        })
        .collect();
    let signing_in: Vec<_> = (0..4)
        .map(|_| {
            let browser = app.browser();
            tokio::spawn(async move {
                browser.post("/sign-in", &[("email", BEA), ("password", PASSWORD)]).await;
                browser
            })
        })
        .collect();
    assert_eq!(app.browser().post(&link, &CHOSEN).await.path(), "/sign-in?done=recovered");
    for add in adding {
        add.await.unwrap();
    }
    for browser in signing_in {
        let page = browser.await.unwrap().get("/w/acme").await;
        assert!(page.path().starts_with("/sign-in"), "{}", page.path());
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM passkeys").await, 0);
}
