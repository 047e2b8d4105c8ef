//! Taking an address back: for 72 hours nothing that was done meanwhile stands in the way, and nothing of it stays.

use crate::factors::set_up;
use crate::import::planned;
use crate::passkeys::{add, named, show};
use crate::people::id_of;
use crate::recovery::{CHOSEN, NEW, ask_email};
use crate::support::{Browser, Kind, PASSWORD, Postgres, Sqlite, TestApp};
use crate::wizard::{added_up_to_confirm, answer, member};
use rstest::rstest;
use std::time::Duration;

const BEA: &str = "bea@acme.example";

/// The paths of the links in the mails to an address, oldest first, that lead to a page.
pub async fn links_to(app: &TestApp, to: &str, page: &str) -> Vec<String> {
    let mails = app.mails().await;
    let to_them = mails.iter().filter(|mail| mail["to"].to_string().contains(to));
    let link = |mail: &serde_json::Value| {
        let text = mail["text"].as_str().unwrap().to_owned();
        let line = text.lines().find(|line| line.starts_with("http")).unwrap().trim().to_owned();
        line.splitn(4, '/').nth(3).map(|path| format!("/{path}"))
    };
    to_them.filter_map(link).filter(|path| path.starts_with(page)).collect()
}

/// The account has another address; answers the link by which the one before takes it back.
async fn change(app: &TestApp, browser: &Browser, from: &str, to: &str) -> String {
    let page = ask_email(browser, to).await;
    assert!(page.path().ends_with("done=email_sent"), "{}", page.text());
    let link = links_to(app, to, "/email/").await.pop().unwrap();
    app.browser().post(&link, &[]).await;
    links_to(app, from, "/email/undo/").await.pop().expect("a link to take the address back")
}

async fn accounts_with(app: &TestApp, email: &str) -> i64 {
    let mut tx = app.roster.db.read().await.unwrap();
    let sql = "SELECT COUNT(*) FROM accounts WHERE email_key = $1";
    let (count,): (i64,) = domain::db::query(sql).bind(email).one(&mut tx).await.unwrap();
    count
}

#[rstest]
#[tokio::test]
async fn the_first_address_takes_back_after_further_changes(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let first = change(&app, &bea, BEA, "one@evil.example").await;
    let second = change(&app, &bea, "one@evil.example", "two@evil.example").await;
    // What someone does who has the account now: another password, and recovering it by a mail to their own address.
    let own = [("action", "password"), ("current_password", PASSWORD), ("password", NEW), ("confirm_password", NEW)];
    bea.post("/settings/security", &own).await;
    app.browser().post("/recover", &[("email", "two@evil.example")]).await;
    let recovery = links_to(&app, "two@evil.example", "/recover/").await.pop().unwrap();
    let evil = [("password", "eight quiet herons there"), ("confirm_password", "eight quiet herons there")];
    assert_eq!(app.browser().post(&recovery, &evil).await.path(), "/sign-in?done=recovered");
    app.advance(Duration::from_hours(71));

    assert!(app.browser().get(&first).await.shows("The account goes back to bea@acme.example."));
    assert_eq!(app.browser().post(&first, &[]).await.path(), "/sign-in?done=undone");
    assert_eq!(app.browser().post(&second, &[]).await.status, 404, "a later change is void with its link");
    for (email, password) in [(BEA, NEW), (BEA, evil[0].1), ("two@evil.example", evil[0].1)] {
        assert_eq!(app.sign_in(email, password).await.1.status, 422, "{email}");
    }
    let link = links_to(&app, BEA, "/recover/").await.pop().unwrap();
    app.browser().post(&link, &CHOSEN).await;
    assert_eq!(app.sign_in(BEA, NEW).await.1.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn each_link_goes_back_to_its_own_address(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let first = change(&app, &bea, BEA, "one@acme.example").await;
    app.advance(Duration::from_mins(5));
    let second = change(&app, &bea, "one@acme.example", "two@acme.example").await;
    assert_eq!(app.browser().post(&second, &[]).await.path(), "/sign-in?done=undone");
    assert_eq!(accounts_with(&app, "one@acme.example").await, 1);
    assert_eq!(app.browser().post(&first, &[]).await.path(), "/sign-in?done=undone", "the one before still can");
    assert_eq!(accounts_with(&app, BEA).await, 1);
    for link in [first, second] {
        assert_eq!(app.browser().get(&link).await.status, 404, "once");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_take_back_at_once_one_does(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let undo = change(&app, &bea, BEA, "one@evil.example").await;
    let attempts: Vec<_> = (0..12)
        .map(|_| {
            let (browser, undo) = (app.browser(), undo.clone());
            tokio::spawn(async move { browser.post(&undo, &[]).await })
        })
        .collect();
    let mut won = 0;
    for attempt in attempts {
        let page = attempt.await.unwrap();
        assert!(page.status.as_u16() < 500, "{}", page.text());
        won += u32::from(page.path() == "/sign-in?done=undone");
    }
    assert_eq!((won, accounts_with(&app, BEA).await), (1, 1));
}

#[rstest]
#[tokio::test]
async fn changed_address_is_reserved_until_undo_ends(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let caio = member(&app, &ana, "caio@acme.example", "Member").await;
    crate::accept::invite(&ana, "dora@acme.example").await;
    let undo = change(&app, &bea, BEA, "one@evil.example").await;
    // The wizard, and a file.
    let draft = added_up_to_confirm(&ana, BEA, "a password by the admin", "Viewer").await;
    let page = answer(&ana, &draft, "confirm", &[]).await;
    assert!(page.problem("email").is_some_and(|problem| problem.contains("taken")), "{}", page.text());
    let plan = planned(&app, &ana, "E-mail,First name,Last name,Role\nbea@acme.example,Bea,Lima,Member\n", "add").await;
    let done = crate::import::decide(&app, &ana, &plan, "apply").await;
    assert!(done.shows("taken"), "{}", done.text());
    // An invitation is answered as for an address with an account, and opens nothing.
    crate::accept::invite(&ana, BEA).await;
    let invitation = links_to(&app, BEA, "/invitations/").await.pop().unwrap();
    assert!(app.browser().get(&invitation).await.shows("has an account: sign in with it to join"));
    assert_eq!(crate::accept::accept(&app.browser(), &invitation).await.status, 409);
    // Another account's own change is answered as ever; the address hears that it is taken.
    assert!(ask_email(&caio, BEA).await.path().ends_with("done=email_sent"));
    assert!(app.mails().await.iter().any(|mail| mail["subject"] == "This address has an account already"));
    // The operator.
    let line = ["account", "create", "--email", BEA, "--first-name", "Bea", "--last-name", "Lima"];
    assert!(app.command(&line).await.is_err());
    let line = ["account", "recover-admin", "--workspace", "acme", "--email", BEA];
    assert!(app.command(&line).await.is_err());
    assert_eq!(accounts_with(&app, BEA).await, 0);

    assert_eq!(app.browser().post(&undo, &[]).await.path(), "/sign-in?done=undone");
    assert_eq!(accounts_with(&app, BEA).await, 1);
    assert!(!id_of(&ana, BEA).await.is_empty());
}

#[rstest]
#[tokio::test]
async fn after_72_hours_the_address_is_free(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let undo = change(&app, &bea, BEA, "beatrice@acme.example").await;
    app.advance(Duration::from_hours(72));
    assert_eq!(app.browser().post(&undo, &[]).await.status, 404);
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let draft = added_up_to_confirm(&ana, BEA, "a password by the admin", "Viewer").await;
    assert!(answer(&ana, &draft, "confirm", &[]).await.shows("was added and can sign in now"));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn member_added_while_a_role_is_replaced_gets_the_other(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (_, other) = crate::verification::other_workspace(&app).await;
    for n in 0..6 {
        let (old, new) = (format!("p{n}@acme.example"), format!("p{n}@evil.example"));
        let person = member(&app, &ana, &old, "Member").await;
        ask_email(&person, &new).await;
        let link = links_to(&app, &new, "/email/").await.pop().unwrap();
        let draft = crate::verification::up_to_confirm(&other, &old).await;
        let (changing, adding) = (app.browser(), other.clone());
        let changed = tokio::spawn(async move { changing.post(&link, &[]).await.status.as_u16() });
        let added = tokio::spawn(async move {
            crate::workspaces::answer_in(&adding, "other", &draft, "confirm", &[]).await.status.as_u16()
        });
        assert!(changed.await.unwrap() < 500 && added.await.unwrap() < 500);
        assert_eq!(accounts_with(&app, &old).await, 0, "{old}");
        let undo = links_to(&app, &old, "/email/undo/").await.pop().unwrap();
        assert_eq!(app.browser().post(&undo, &[]).await.path(), "/sign-in?done=undone", "{old}");
    }
}

#[rstest]
#[tokio::test]
async fn an_app_and_a_passkey_from_before_the_change_are_gone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    set_up(&app, &bea).await;
    let (mut device, _) = add(&app, &bea, "Planted").await;
    let other = app.browser();
    assert_eq!(show(&other, &mut device, "/sign-in").await.path(), "/w/acme");
    let undo = change(&app, &bea, BEA, "one@evil.example").await;
    assert_eq!(app.browser().post(&undo, &[]).await.path(), "/sign-in?done=undone");
    for browser in [&bea, &other] {
        assert!(browser.get("/w/acme").await.path().starts_with("/sign-in"), "no session goes on");
    }
    assert!(show(&app.browser(), &mut device, "/sign-in").await.problem("passkey").is_some());
    let link = links_to(&app, BEA, "/recover/").await.pop().unwrap();
    app.browser().post(&link, &CHOSEN).await;
    let (bea, page) = app.sign_in(BEA, NEW).await;
    assert_eq!(page.path(), "/w/acme", "no code is asked for");
    assert!(bea.get("/settings/security").await.shows("You sign in with your password alone"));
}

#[rstest]
#[tokio::test]
async fn a_deletion_that_was_asked_for_meanwhile_is_off(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let undo = change(&app, &bea, BEA, "one@evil.example").await;
    let page = bea.post("/settings/security/delete", &[("email", "one@evil.example")]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    app.browser().post(&undo, &[]).await;
    app.advance(Duration::from_hours(15 * 24));
    domain::account::delete_due(&app.operator()).await.unwrap();
    assert_eq!(accounts_with(&app, BEA).await, 1);
}
