//! Accounts that another workspace made: who may look after them, and who enters with them (product rules 1 and 2).

use crate::address_undo::links_to;
use crate::people::{act, id_of};
use crate::recovery::{CHOSEN, NEW, ask_email};
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::wizard::{added_up_to_confirm, answer, role};
use crate::workspaces::answer_in;
use domain::seed::{Plan, seed};
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

const DORA: &str = "dora@acme.example";
const THEIRS: &str = "a password that stays";

/// A workspace that someone else administers: their address, and them.
pub async fn other_workspace(app: &TestApp) -> (String, Browser) {
    let plan = Plan { members: 1, seed: 1, slug: "other".into(), name: "Other".into() };
    let other = seed(&app.roster, &plan).await.unwrap();
    let (robin, _) = app.sign_in(&other.email, other.password.reveal()).await;
    (other.email, robin)
}

/// Adding someone there at once, with a password that stays: up to the confirm step.
pub async fn up_to_confirm(robin: &Browser, email: &str) -> String {
    let draft = answer_in(robin, "other", "", "email", &[("email", email)]).await.query("draft");
    answer_in(robin, "other", &draft, "name", &[("first_name", "Dora"), ("last_name", "Alves")]).await;
    answer_in(robin, "other", &draft, "how", &[("how", "add")]).await;
    let password = [("password", THEIRS), ("confirm_password", THEIRS)];
    let page = answer_in(robin, "other", &draft, "password", &password).await;
    answer_in(robin, "other", &draft, "role", &[("role", &role(&page, "Member"))]).await;
    draft
}

/// Robin makes Dora's account; whoever knows the password is signed in with it.
async fn made_ahead(app: &TestApp, robin: &Browser) -> Browser {
    let draft = up_to_confirm(robin, DORA).await;
    assert_eq!(answer_in(robin, "other", &draft, "confirm", &[]).await.status, 200);
    let (knows, page) = app.sign_in(DORA, THEIRS).await;
    assert_eq!(page.path(), "/w/other");
    // Which workspace was first is told by the clock.
    app.advance(Duration::from_secs(1));
    knows
}

/// Ana adds Dora to acme at once.
async fn add_to_acme(ana: &Browser) -> Page {
    let draft = added_up_to_confirm(ana, DORA, "a password by ana", "Viewer").await;
    let page = answer(ana, &draft, "confirm", &[]).await;
    assert!(page.shows("had an account already"), "{}", page.text());
    ana.get(&page.attribute("form.wizard", "action").unwrap()).await
}

async fn is_closed(browser: &Browser, why: &str) {
    for path in ["/w/acme", "/w/acme/users", "/w/acme/users/new", "/w/acme/me"] {
        let page = browser.get(path).await;
        assert_eq!(page.path(), "/workspaces", "{why}: {path}: {}", page.text());
        assert!(
            page.shows("Confirm your address to get access") && page.shows("Acme Research"),
            "{why}: {}",
            page.text()
        );
    }
    let (status, _) = browser.call("users/list", &json!({ "slug": "acme", "asked": {} })).await;
    assert_eq!(status, 403, "{why}");
    assert!(browser.get("/").await.path() != "/w/acme", "{why}");
}

async fn id_in_other(robin: &Browser) -> String {
    let page = robin.get("/w/other/users?q=dora%40acme.example").await;
    let href = page.attribute("tbody a.row-link", "href").unwrap();
    href.rsplit_once('/').unwrap().1.split('?').next().unwrap().to_owned()
}

#[rstest]
#[tokio::test]
async fn account_creators_can_not_enter_by_its_membership(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (_, robin) = other_workspace(&app).await;
    let knows = made_ahead(&app, &robin).await;
    let account = add_to_acme(&ana).await;
    assert!(
        account.shows("gets access once") || ana.get(account.path()).await.shows("get access once they have"),
        "{}",
        account.text()
    );
    assert!(ana.get("/w/acme/users").await.shows("Users 2"), "a member at once, listed and counted");
    let added = app.mails().await.pop().unwrap();
    assert!(added["text"].as_str().unwrap().contains("confirm that this address is yours"), "{added}");
    is_closed(&knows, "with the session from before").await;
    let (again, _) = app.sign_in(DORA, THEIRS).await;
    is_closed(&again, "with the password").await;

    // Whoever reads the address's mails proves it, and what others know ends with that.
    assert!(again.post("/workspaces", &[("prove", "1")]).await.path().ends_with("done=proof_sent"));
    let link = links_to(&app, DORA, "/verify-email/").await.pop().unwrap();
    let page = app.browser().get(&link).await;
    assert!(page.shows("Others made this account or set its password"), "{}", page.text());
    let former = app.browser().get(&link.replace("/verify-email/", "/prove/")).await;
    assert_eq!(former.path(), link, "mails from before carry the former address");
    assert!(app.browser().post(&link, &[]).await.problem("password").is_some(), "a new password is due");
    assert_eq!(app.browser().post(&link, &CHOSEN).await.path(), "/sign-in?done=recovered");
    for browser in [&knows, &again] {
        assert!(browser.get("/w/other").await.path().starts_with("/sign-in"));
    }
    assert_eq!(app.sign_in(DORA, THEIRS).await.1.status, 422);
    let (dora, _) = app.sign_in(DORA, NEW).await;
    assert_eq!(dora.get("/w/acme/users").await.status, 200);
    assert_eq!(dora.get("/w/other").await.path(), "/w/other");
}

#[rstest]
#[tokio::test]
async fn recovering_the_account_by_mail_proves_the_address(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (_, robin) = other_workspace(&app).await;
    let knows = made_ahead(&app, &robin).await;
    add_to_acme(&ana).await;
    app.browser().post("/recover", &[("email", DORA)]).await;
    let link = links_to(&app, DORA, "/recover/").await.pop().unwrap();
    app.browser().post(&link, &CHOSEN).await;
    assert!(knows.get("/w/acme").await.path().starts_with("/sign-in"));
    assert_eq!(app.sign_in(DORA, NEW).await.0.get("/w/acme").await.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn another_address_of_ones_own_opens_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (_, robin) = other_workspace(&app).await;
    let knows = made_ahead(&app, &robin).await;
    add_to_acme(&ana).await;
    ask_email(&knows, "robin@evil.example").await;
    let link = links_to(&app, "robin@evil.example", "/email/").await.pop().unwrap();
    app.browser().post(&link, &[]).await;
    is_closed(&knows, "with a proven address that nobody meant").await;
    assert!(knows.get("/workspaces").await.shows("added under another address"));
    app.browser().post("/recover", &[("email", "robin@evil.example")]).await;
    let link = links_to(&app, "robin@evil.example", "/recover/").await.pop().unwrap();
    app.browser().post(&link, &CHOSEN).await;
    is_closed(&app.sign_in("robin@evil.example", NEW).await.0, "after recovering it there").await;
    // Whom acme meant still has the last word.
    let undo = links_to(&app, DORA, "/email/undo/").await.pop().unwrap();
    app.browser().post(&undo, &[]).await;
    let link = links_to(&app, DORA, "/recover/").await.pop().unwrap();
    app.browser().post(&link, &CHOSEN).await;
    assert_eq!(app.sign_in(DORA, NEW).await.0.get("/w/acme").await.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn without_a_mail_server_a_link_is_handed_over(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let ana = app.set_up().await;
    let (_, robin) = other_workspace(&app).await;
    let knows = made_ahead(&app, &robin).await;
    add_to_acme(&ana).await;
    is_closed(&knows, "no link yet").await;
    assert!(knows.get("/workspaces").await.shows("ask someone who runs the workspace for a link"));
    let id = id_of(&ana, DORA).await;
    assert!(ana.get(&format!("/w/acme/users/{id}")).await.shows("Create a link"));
    let page = act(&ana, &id, "entry_link").await;
    assert!(page.path().contains("done=entry_link"), "{}", page.text());
    let link = page.attribute(".notice .copy-field input", "value").unwrap_or_else(|| panic!("{}", page.text()));
    let link = link.strip_prefix(&app.url).unwrap().to_owned();
    // An administrator who has seen it can do nothing with it.
    for browser in [&ana, &app.browser()] {
        assert!(browser.get(&link).await.shows("Sign in with that account"));
        let page = browser.post(&link, &CHOSEN).await;
        assert!(page.status == 409 || page.path().starts_with("/sign-in"), "{}", page.text());
    }
    assert_eq!(app.sign_in(DORA, THEIRS).await.1.status, 200, "nothing has changed");
    // Another one makes the earlier one void.
    act(&ana, &id, "entry_link").await;
    assert_eq!(knows.get(&link).await.status, 404);
    let page = ana.get(&format!("/w/acme/users/{id}")).await;
    let link = page.attribute(".notice .copy-field input", "value").unwrap();
    let link = link.strip_prefix(&app.url).unwrap().to_owned();
    let (dora, _) = app.sign_in(DORA, THEIRS).await;
    assert!(dora.get(&link).await.shows("Others made this account or set its password"));
    assert_eq!(dora.post(&link, &CHOSEN).await.path(), "/sign-in?done=recovered");
    assert!(knows.get("/w/other").await.path().starts_with("/sign-in"), "sessions from before have ended");
    assert_eq!(app.sign_in(DORA, THEIRS).await.1.status, 422);
    assert_eq!(app.sign_in(DORA, NEW).await.0.get("/w/acme").await.path(), "/w/acme");
    assert_eq!(act(&ana, &id, "entry_link").await.status, 422, "there is nothing to prove any more");
}

#[rstest]
#[tokio::test]
async fn an_invitation_is_joined_with_a_new_password(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (_, robin) = other_workspace(&app).await;
    let knows = made_ahead(&app, &robin).await;
    crate::accept::invite(&ana, DORA).await;
    let link = links_to(&app, DORA, "/invitations/").await.pop().unwrap();
    let (dora, _) = app.sign_in(DORA, THEIRS).await;
    assert!(dora.get(&link).await.shows("Others may know how to sign in to this account"));
    assert!(dora.post(&link, &[]).await.problem("password").is_some());
    assert_eq!(dora.post(&link, &CHOSEN).await.path(), "/w/acme");
    assert_eq!(dora.get("/w/acme/users").await.status, 200, "a session has begun");
    assert!(knows.get("/w/other").await.path().starts_with("/sign-in"));
    assert_eq!(app.sign_in(DORA, THEIRS).await.1.status, 422);
}

#[rstest]
#[tokio::test]
async fn a_proven_account_enters_at_once_until_others_set_its_password(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (_, robin) = other_workspace(&app).await;
    made_ahead(&app, &robin).await;
    app.browser().post("/recover", &[("email", DORA)]).await;
    let link = links_to(&app, DORA, "/recover/").await.pop().unwrap();
    app.browser().post(&link, &CHOSEN).await;
    add_to_acme(&ana).await;
    let (dora, _) = app.sign_in(DORA, NEW).await;
    assert!(dora.get("/workspaces").await.shows("Acme Research"));
    // Robin looks after the account still, and may set a password: it opens nothing that Dora has not entered.
    let id = id_in_other(&robin).await;
    let page = robin
        .post(&format!("/w/other/users/{id}/password"), &[("password", THEIRS), ("confirm_password", THEIRS)])
        .await;
    assert!(page.path().contains("done=password"), "{}", page.text());
    is_closed(&app.sign_in(DORA, THEIRS).await.0, "with the password that another workspace has set").await;
}

#[rstest]
#[tokio::test]
async fn being_added_elsewhere_takes_no_administrators_rights_away(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (_, robin) = other_workspace(&app).await;
    made_ahead(&app, &robin).await;
    let id = id_in_other(&robin).await;
    let edit = format!("/w/other/users/{id}/edit");
    add_to_acme(&ana).await;
    // The first workspace's keep them; whoever adds gets none.
    let form = robin.get(&edit).await;
    assert_eq!(form.value("first_name").as_deref(), Some("Dora"), "{}", form.text());
    let version = form.value("version").unwrap();
    let saved =
        robin.post(&edit, &[("version", version.as_str()), ("first_name", "Dorothea"), ("last_name", "Alves")]).await;
    assert!(saved.path().contains("done=saved"), "{}", saved.text());
    assert!(
        robin
            .get(&format!("/w/other/users/{id}/password"))
            .await
            .value("password")
            .is_none_or(|value| value.is_empty())
    );
    assert!(!robin.get(&format!("/w/other/users/{id}/password")).await.shows("Send link to choose a password"));
    let at_acme = id_of(&ana, DORA).await;
    assert!(ana.get(&format!("/w/acme/users/{at_acme}/edit")).await.shows("belongs to other workspaces too"));
    assert!(ana.get(&format!("/w/acme/users/{at_acme}/password")).await.shows("Send link to choose a password"));
    // Once Dora has entered, the account is hers alone.
    app.browser().post("/recover", &[("email", DORA)]).await;
    let link = links_to(&app, DORA, "/recover/").await.pop().unwrap();
    app.browser().post(&link, &CHOSEN).await;
    assert!(!robin.get(&edit).await.shows("belongs to other workspaces too"), "not used yet");
    let (dora, _) = app.sign_in(DORA, NEW).await;
    dora.get("/w/acme").await;
    assert!(robin.get(&edit).await.shows("belongs to other workspaces too"));
    assert!(robin.get(&format!("/w/other/users/{id}/password")).await.shows("Send link to choose a password"));
}

#[rstest]
#[tokio::test]
async fn unverified_members_can_leave(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (_, robin) = other_workspace(&app).await;
    let knows = made_ahead(&app, &robin).await;
    add_to_acme(&ana).await;
    assert_eq!(knows.get("/w/acme/leave").await.status, 200);
    assert!(knows.post("/w/acme/leave", &[]).await.path().starts_with("/workspaces"));
    assert!(ana.get("/w/acme/users").await.shows("Users 1"));
    assert_eq!(app.sign_in(DORA, THEIRS).await.1.path(), "/w/other", "nothing waits any more");
}
