//! Under Security: another password, sessions, attempts to sign in, one's data, leaving for good.

use crate::people::id_of;
use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::passwords::Breached;
use rstest::rstest;
use serde_json::Value;
use std::io::Write;
use std::time::Duration;

const SECURITY: &str = "/settings/security";
const NEW: &str = "seven quiet herons there";

async fn change(browser: &Browser, current: &str, new: &str, others: bool) -> Page {
    let mut fields =
        vec![("action", "password"), ("current_password", current), ("password", new), ("confirm_password", new)];
    fields.extend(others.then_some(("end_others", "on")));
    browser.post(SECURITY, &fields).await
}

#[rstest]
#[tokio::test]
async fn own_password_change_requires_the_current_one(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (other, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    for (current, new, field, words) in [
        ("", NEW, "current_password", "Enter your current password."),
        ("not my password", NEW, "current_password", "not your password"),
        (PASSWORD, "short", "password", "12"),
        (PASSWORD, "ana@acme.example", "password", "name"),
        (PASSWORD, PASSWORD, "password", "the password you have now"),
    ] {
        let page = change(&ana, current, new, true).await;
        let problem = page.problem(field).unwrap_or_else(|| panic!("{field}: {}", page.text()));
        assert!(problem.contains(words), "{problem}");
        assert!(!page.body.contains(NEW) && !page.body.contains(PASSWORD), "no password comes back");
    }
    let page = change(&ana, PASSWORD, NEW, true).await;
    assert_eq!(page.path(), format!("{SECURITY}?done=password"), "{}", page.text());
    assert!(page.shows("Last changed just now"), "{}", page.text());
    assert!(other.get("/w/acme").await.path().starts_with("/sign-in"), "the other session has ended");
    assert_eq!(app.sign_in("ana@acme.example", PASSWORD).await.1.status, 422);
    let (other, page) = app.sign_in("ana@acme.example", NEW).await;
    assert_eq!(page.path(), "/w/acme");
    assert!(app.mails().await.iter().any(|mail| mail["subject"] == "Your password has been changed"));
    // Or lets the other sessions go on.
    change(&ana, NEW, "eight quiet herons there", false).await;
    assert_eq!(other.get("/w/acme").await.status, 200);
}

#[rstest]
#[tokio::test]
async fn stolen_sessions_can_not_guess_the_password(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let mut last = 422;
    for _ in 0..8 {
        last = change(&ana, "not my password", NEW, false).await.status.as_u16();
    }
    assert_eq!(last, 429);
    assert_eq!(ana.post("/confirm?next=%2F", &[("password", PASSWORD)]).await.status, 429, "one counter for both");
}

#[rstest]
#[tokio::test]
async fn those_who_sign_in_elsewhere_change_no_password_here(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    app.add_identity("ana@acme.example", "acme").await;
    let page = ana.get(SECURITY).await;
    assert!(page.attribute("input[name=current_password]", "name").is_none(), "{}", page.text());
    assert!(page.shows("provider") || page.shows("sign in"), "{}", page.text());
    let page = change(&ana, PASSWORD, NEW, true).await;
    assert_eq!(page.status, 422, "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn leaked_passwords_of_the_operators_file_are_refused(#[values(Sqlite, Postgres)] kind: Kind) {
    // SHA-1 of "quiet otters vote late again", between two others.
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let hash = sha1_of("quiet otters vote late again");
    write!(file, "{}:3\n{hash}:7\n{}:1\n", "0".repeat(40), "F".repeat(40)).unwrap();
    let breached = Breached::open(file.path()).unwrap();
    let app = TestApp::with_settings(kind, |settings| settings.breached = Some(breached)).await;
    let ana = app.set_up().await;
    let page = change(&ana, PASSWORD, "quiet otters vote late again", true).await;
    assert!(page.problem("password").is_some(), "{}", page.text());
    assert!(change(&ana, PASSWORD, "quiet otters vote late once more", true).await.path().ends_with("done=password"));
}

fn sha1_of(text: &str) -> String {
    use sha1::{Digest, Sha1};
    Sha1::digest(text).iter().map(|byte| format!("{byte:02X}")).collect()
}

#[rstest]
#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_but_this(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let (second, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let (third, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let page = ana.get(SECURITY).await;
    let ids = page.attributes("button[name=session]", "value");
    assert_eq!(ids.len(), 2, "this one has no button: {}", page.text());
    // Another's session is not there.
    assert_eq!(bea.post(SECURITY, &[("action", "revoke"), ("session", &ids[0])]).await.status, 404);
    assert_eq!(
        ana.post(SECURITY, &[("action", "revoke"), ("session", &ids[0])]).await.path(),
        "/settings/security?done=revoked"
    );
    assert_eq!(ana.post(SECURITY, &[("action", "revoke"), ("session", &ids[0])]).await.status, 404);
    let out = |page: Page| page.path().starts_with("/sign-in");
    assert!(out(second.get("/w/acme").await) != out(third.get("/w/acme").await), "one of the two");
    ana.post(SECURITY, &[("action", "revoke_others")]).await;
    assert!(out(second.get("/w/acme").await) && out(third.get("/w/acme").await));
    assert_eq!(ana.get("/w/acme").await.status, 200);
    assert_eq!(bea.get("/w/acme").await.status, 200);
}

#[rstest]
#[tokio::test]
async fn sign_in_attempts_are_listed_and_new_browsers_mailed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let told = async || {
        app.mails().await.iter().filter(|mail| mail["subject"].as_str().unwrap().contains("New sign-in")).count()
    };
    // The browser that she set up with is known; each further one is news, and no second time.
    let (known, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(told().await, 1);
    app.sign_in("ana@acme.example", "not my password").await;
    app.sign_in("nobody@acme.example", "not my password").await;
    app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(told().await, 2);
    known.post("/sign-out", &[]).await;
    known.post("/sign-in", &[("email", "ana@acme.example"), ("password", PASSWORD)]).await;
    assert_eq!(told().await, 2);
    let page = ana.get(SECURITY).await;
    let outcomes = page.all(".session-list--own .badge");
    let count = |outcome: &str| outcomes.iter().filter(|text| *text == outcome).count();
    assert_eq!((count("Wrong password"), count("Signed in")), (1, 3), "{outcomes:?}");
}

#[rstest]
#[tokio::test]
async fn ones_data_is_ones_own_to_take_along(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    let file = ana.download("/settings/data").await;
    assert_eq!(file.status, 200);
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("roster.json"));
    let text = file.text();
    let data: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(data["account"]["email"], "ana@acme.example");
    assert_eq!(data["memberships"][0]["workspace"], "acme");
    assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
    for secret in ["argon2", "_hash", "bea@acme.example", PASSWORD] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert!(app.browser().get("/settings/data").await.path().starts_with("/sign-in"));
}

#[rstest]
#[tokio::test]
async fn an_account_goes_fourteen_days_after_its_holder_asked(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let page = ana.post("/settings/security/delete", &[("email", "ana@acme.example")]).await;
    assert!(page.form_problem().unwrap().contains("has to transfer it first"), "{}", page.text());
    let page = bea.post("/settings/security/delete", &[("email", "bea")]).await;
    assert!(page.problem("email").unwrap().contains("exactly"), "{}", page.text());
    app.advance(Duration::from_mins(11));
    let asked = [("email", "bea@acme.example")];
    let page = bea.post("/settings/security/delete", &asked).await;
    assert!(page.path().starts_with("/confirm?next="), "{}", page.path());
    let page = bea.post(page.path(), &[("password", PASSWORD)]).await;
    assert_eq!(page.value("email").as_deref(), Some("bea@acme.example"), "what was typed is kept");
    let page = bea.post("/settings/security/delete", &asked).await;
    assert_eq!(page.path(), "/settings/security?done=going", "{}", page.text());
    assert!(page.shows("Your account will be permanently deleted in 14 days"), "{}", page.text());
    assert!(app.mails().await.iter().any(|mail| mail["subject"] == "Your account will be deleted"));

    // She thinks better of it, and then again.
    assert!(bea.post(SECURITY, &[("action", "keep")]).await.path().ends_with("done=kept"));
    app.advance(Duration::from_hours(15 * 24));
    domain::account::delete_due(&app.operator()).await.unwrap();
    let (bea, page) = app.sign_in("bea@acme.example", PASSWORD).await;
    assert_eq!(page.path(), "/w/acme");
    bea.post("/settings/security/delete", &asked).await;
    app.advance(Duration::from_hours(13 * 24));
    domain::account::delete_due(&app.operator()).await.unwrap();
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert!(ana.get("/w/acme/users").await.shows("bea@acme.example"));
    app.advance(Duration::from_hours(25));
    domain::account::delete_due(&app.operator()).await.unwrap();

    assert_eq!(app.sign_in("bea@acme.example", PASSWORD).await.1.status, 422);
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let list = ana.get("/w/acme/users").await;
    assert!(!list.shows("bea@acme.example") && list.shows("Users 1"), "{}", list.text());
    let mut tx = app.roster.db.read().await.unwrap();
    let (left,): (i64,) =
        domain::db::query("SELECT COUNT(*) FROM accounts WHERE email LIKE '%bea@%' OR first_name = 'Bea'")
            .one(&mut tx)
            .await
            .unwrap();
    assert_eq!(left, 0);
    drop(tx);
    let verified = domain::audit::verify(&app.operator(), None).await.unwrap();
    assert!(verified.iter().all(|chain| chain.found.is_ok()), "{verified:?}");
    // The address is free for someone new.
    member(&app, &ana, "bea@acme.example", "Member").await;
}

#[rstest]
#[tokio::test]
async fn an_account_that_would_strand_a_workspace_by_now_waits(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    bea.post("/settings/security/delete", &[("email", "bea@acme.example")]).await;
    let page = ana.post("/w/acme/settings/ownership", &[("email", "bea@acme.example")]).await;
    assert!(page.path().ends_with("done=transferred"), "{}", page.text());
    app.advance(Duration::from_hours(15 * 24));
    domain::account::delete_due(&app.operator()).await.unwrap();
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert!(!id_of(&ana, "bea@acme.example").await.is_empty(), "she owns it now");
}

#[rstest]
#[tokio::test]
async fn a_workspace_that_one_has_deleted_keeps_nobody_back(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    ana.post("/workspaces/new", &[("name", "Old"), ("slug", "old")]).await;
    ana.post("/w/old/settings/delete", &[("name", "Old")]).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    ana.post("/w/acme/settings/ownership", &[("email", "bea@acme.example")]).await;
    let page = ana.post("/settings/security/delete", &[("email", "ana@acme.example")]).await;
    assert_eq!(page.path(), "/settings/security?done=going", "{}", page.text());
    app.advance(Duration::from_hours(15 * 24));
    domain::account::delete_due(&app.operator()).await.unwrap();
    assert_eq!(app.sign_in("ana@acme.example", PASSWORD).await.1.status, 422);
}
