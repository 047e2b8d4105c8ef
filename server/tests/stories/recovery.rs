//! Getting back in by mail, and another address for one's account.

use crate::accept::{accept, invite};
use crate::people::id_of;
use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use rstest::rstest;
use std::time::Duration;

pub const NEW: &str = "seven quiet herons there";
pub const CHOSEN: [(&str, &str); 2] = [("password", NEW), ("confirm_password", NEW)];

pub async fn ask(app: &TestApp, email: &str) -> Page {
    app.browser().post("/recover", &[("email", email)]).await
}

/// What an answer consists of, but for what differs between any two: nonce and request id.
fn bytes(page: &Page) -> (u16, String) {
    let nonce = page.attribute("script[nonce]", "nonce").unwrap_or_default();
    let id = page.headers["x-request-id"].to_str().unwrap().to_owned();
    (page.status.as_u16(), page.body.replace(&nonce, "").replace(&id, ""))
}

async fn mails_to(app: &TestApp, to: &str) -> usize {
    app.mails().await.iter().filter(|mail| mail["to"].to_string().contains(to)).count()
}

#[rstest]
#[tokio::test]
async fn recovery_mail_resets_the_password(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let page = ask(&app, "ANA@acme.example").await;
    assert_eq!(page.path(), "/recover?done=sent", "{}", page.text());
    let link = app.mailed_link().await;
    assert!(link.starts_with("/recover/"), "{link}");
    for _ in 0..3 {
        assert!(app.browser().get(&link).await.shows("For ana@acme.example."), "looking changes nothing");
    }
    let page = app.browser().post(&link, &[("password", "short"), ("confirm_password", "short")]).await;
    assert!(page.problem("password").is_some(), "{}", page.text());
    let page = app.browser().post(&link, &CHOSEN).await;
    assert_eq!(page.path(), "/sign-in?done=recovered", "{}", page.text());
    assert!(ana.get("/w/acme").await.path().starts_with("/sign-in"), "all sessions have ended");
    assert_eq!(app.sign_in("ana@acme.example", PASSWORD).await.1.status, 422);
    assert_eq!(app.sign_in("ana@acme.example", NEW).await.1.path(), "/w/acme");
    assert_eq!(app.browser().get(&link).await.status, 404, "once");
    assert!(app.mails().await.iter().any(|mail| mail["subject"] == "Your password has been changed"));
}

#[rstest]
#[tokio::test]
async fn known_and_unknown_addresses_are_answered_with_the_same_bytes(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let known = ask(&app, "ana@acme.example").await;
    let unknown = ask(&app, "nobody@acme.example").await;
    assert_eq!(bytes(&known), bytes(&unknown));
    assert_eq!(mails_to(&app, "nobody@acme.example").await, 0);
    assert_eq!(mails_to(&app, "ana@acme.example").await, 1);
    assert!(ask(&app, "no address").await.problem("email").is_some());
    // And nobody's inbox is filled.
    let mut last = [0, 0];
    for (which, email) in [(0, "ana@acme.example"), (1, "nobody@acme.example")] {
        for _ in 0..6 {
            last[which] = ask(&app, email).await.status.as_u16();
        }
    }
    assert_eq!(last, [429, 429]);
    assert!(mails_to(&app, "ana@acme.example").await <= 3);
}

#[rstest]
#[tokio::test]
async fn a_link_is_void_when_it_is_old_or_something_has_changed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let dead = async |link: &str, why: &str| {
        assert_eq!(app.browser().get(link).await.status, 404, "{why}");
        assert_eq!(app.browser().post(link, &CHOSEN).await.status, 404, "{why}");
    };
    ask(&app, "ana@acme.example").await;
    let first = app.mailed_link().await;
    app.advance(Duration::from_mins(31));
    dead(&first, "thirty minutes").await;
    app.advance(Duration::from_hours(2));
    ask(&app, "ana@acme.example").await;
    let third = app.mailed_link().await;
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let other = "eight quiet herons there";
    let fields =
        [("action", "password"), ("current_password", PASSWORD), ("password", other), ("confirm_password", other)];
    ana.post("/settings/security", &fields).await;
    dead(&third, "another password").await;
    dead("/recover/junk", "of another shape").await;
    assert_eq!(app.sign_in("ana@acme.example", other).await.1.path(), "/w/acme");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_who_use_a_link_at_once_one_wins(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    ask(&app, "ana@acme.example").await;
    let link = app.mailed_link().await;
    let attempts: Vec<_> = (0..50)
        .map(|n| {
            let (browser, link) = (app.browser(), link.clone());
            let password = format!("heron number {n} by the lake");
            tokio::spawn(async move {
                let fields = [("password", password.as_str()), ("confirm_password", &password)];
                browser.post(&link, &fields).await.path().starts_with("/sign-in").then_some(password.clone())
            })
        })
        .collect();
    let mut won = Vec::new();
    for attempt in attempts {
        won.extend(attempt.await.unwrap());
    }
    assert_eq!(won.len(), 1);
    assert_eq!(app.sign_in("ana@acme.example", &won[0]).await.1.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn recovery_of_provider_accounts_names_the_provider(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    app.add_identity("ana@acme.example", "Acme ID").await;
    ask(&app, "ana@acme.example").await;
    let mails = app.mails().await;
    assert!(mails.last().unwrap()["text"].as_str().unwrap().contains("through Acme ID"), "{mails:?}");
    let page = ana.post("/settings/security", &[("action", "email"), ("email", "new@acme.example")]).await;
    assert!(page.problem("email").is_some() || page.status == 422, "{}", page.text());
    assert_eq!(mails_to(&app, "new@acme.example").await, 0);
}

#[rstest]
#[tokio::test]
async fn password_reset_of_shared_accounts_sends_a_link(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let plan = domain::seed::Plan { members: 1, seed: 1, slug: "other".into(), name: "Other".into() };
    let other = domain::seed::seed(&app.roster, &plan).await.unwrap();
    let (robin, _) = app.sign_in(&other.email, other.password.reveal()).await;
    invite(&ana, &other.email).await;
    let link = app.mailed_link().await;
    assert_eq!(accept(&robin, &link).await.status, 200);
    let id = id_of(&ana, &other.email).await;
    let password = format!("/w/acme/users/{id}/password");
    assert!(ana.get(&password).await.shows("Send link to choose a password"));
    let page = ana.post(&password, &[("send", "link")]).await;
    assert!(page.path().contains("done=recovery_sent"), "{}", page.text());
    let link = app.mailed_link_to(&other.email).await;
    assert_eq!(app.browser().post(&link, &CHOSEN).await.path(), "/sign-in?done=recovered");
    assert_eq!(app.sign_in(&other.email, NEW).await.1.status, 200);
}

#[rstest]
#[tokio::test]
async fn without_a_mail_server_the_page_says_who_can_help(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    app.set_up().await;
    let page = app.browser().get("/recover").await;
    assert!(page.shows("can’t send e-mails") && page.value("email").is_none(), "{}", page.text());
}

pub async fn ask_email(browser: &Browser, email: &str) -> Page {
    browser.post("/settings/security", &[("action", "email"), ("email", email)]).await
}

#[rstest]
#[tokio::test]
async fn email_change_is_verified_mailed_and_can_be_undone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    for (email, words) in [("no address", "example.com"), ("bea@acme.example", "that you have now")] {
        let page = ask_email(&bea, email).await;
        assert!(page.problem("email").unwrap().contains(words), "{email}: {}", page.text());
    }
    app.advance(Duration::from_mins(61));
    let page = ask_email(&bea, "beatrice@acme.example").await;
    assert!(page.path().starts_with("/confirm?next="), "{}", page.path());
    bea.post(page.path(), &[("password", PASSWORD)]).await;
    assert!(ask_email(&bea, "beatrice@acme.example").await.path().ends_with("done=email_sent"));
    let link = app.mailed_link().await;
    assert_eq!(mails_to(&app, "beatrice@acme.example").await, 1);
    assert!(ana.get("/w/acme/users").await.shows("bea@acme.example"), "nothing has changed yet");
    for _ in 0..2 {
        assert!(app.browser().get(&link).await.shows("you sign in as beatrice@acme.example"));
    }
    app.browser().post(&link, &[]).await;
    assert!(ana.get("/w/acme/users").await.shows("beatrice@acme.example"));
    assert_eq!(app.browser().get(&link).await.status, 404, "once");
    assert_eq!(app.sign_in("bea@acme.example", PASSWORD).await.1.status, 422);
    assert_eq!(app.sign_in("beatrice@acme.example", PASSWORD).await.1.path(), "/w/acme");

    // The old address takes it back: nobody is in any more, and a link chooses another password.
    let undo = {
        let mails = app.mails().await;
        let mail = mails.iter().rev().find(|mail| mail["subject"].as_str().unwrap().contains("has changed")).unwrap();
        assert!(mail["to"].to_string().contains("bea@acme.example"), "{mail}");
        let text = mail["text"].as_str().unwrap().to_owned();
        text.lines().find(|line| line.starts_with("http")).unwrap().trim().strip_prefix(&app.url).unwrap().to_owned()
    };
    assert!(app.browser().get(&undo).await.shows("The account goes back to bea@acme.example."));
    assert_eq!(app.browser().post(&undo, &[]).await.path(), "/sign-in?done=undone");
    assert!(bea.get("/w/acme").await.path().starts_with("/sign-in"));
    assert_eq!(app.sign_in("bea@acme.example", PASSWORD).await.1.status, 422);
    let link = app.mailed_link().await;
    app.browser().post(&link, &CHOSEN).await;
    assert_eq!(app.sign_in("bea@acme.example", NEW).await.1.path(), "/w/acme");
    assert_eq!(app.browser().get(&undo).await.status, 404, "once");
}

#[rstest]
#[tokio::test]
async fn email_change_to_a_taken_address_mails_its_holder_only(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let taken = ask_email(&bea, "ana@acme.example").await;
    let free = ask_email(&bea, "free@acme.example").await;
    assert_eq!(taken.path(), free.path());
    assert!(app.mails().await.iter().any(|mail| mail["subject"] == "This address has an account already"));
    // Two ask for the same free address: the first to use it has it.
    let caio = member(&app, &ana, "caio@acme.example", "Member").await;
    app.mails().await;
    let first = app.mailed_link_to("free@acme.example").await;
    assert!(ask_email(&caio, "free@acme.example").await.path().ends_with("done=email_sent"));
    let second = app.mailed_link().await;
    app.browser().post(&first, &[]).await;
    assert_eq!(app.browser().post(&second, &[]).await.status, 409);
    assert_eq!(app.sign_in("free@acme.example", PASSWORD).await.1.path(), "/w/acme");
    assert_eq!(app.sign_in("caio@acme.example", PASSWORD).await.1.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn no_link_and_no_token_is_in_the_database(#[values(Sqlite)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    ask(&app, "ana@acme.example").await;
    let recover = app.mailed_link().await;
    ask_email(&ana, "new@acme.example").await;
    let email = app.mailed_link().await;
    invite(&ana, "caio@acme.example").await;
    let invitation = app.mailed_link().await;
    let dump = app.database_bytes();
    for link in [recover, email, invitation] {
        let secret = link.rsplit('/').next().unwrap();
        assert!(!dump.windows(secret.len()).any(|window| window == secret.as_bytes()), "{link}");
    }
    assert!(!dump.windows(PASSWORD.len()).any(|window| window == PASSWORD.as_bytes()));
}

#[rstest]
#[tokio::test]
async fn another_wish_leaves_the_older_link_its_thirty_minutes(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    ask(&app, "ana@acme.example").await;
    let first = app.mailed_link().await;
    app.advance(Duration::from_mins(20));
    ask(&app, "ana@acme.example").await;
    let of_a_stranger = app.mailed_link().await;
    assert_eq!(app.browser().get(&first).await.status, 200);
    assert!(app.browser().post(&first, &CHOSEN).await.path().starts_with("/sign-in"));
    for used_or_void in [first, of_a_stranger] {
        assert_eq!(app.browser().post(&used_or_void, &CHOSEN).await.status, 404, "using one voids all");
    }
}

#[rstest]
#[tokio::test]
async fn recovery_lifts_what_strangers_guesses_have_cost_and_makes_the_browser_known(
    #[values(Sqlite, Postgres)] kind: Kind,
) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let guess = async || app.sign_in("ana@acme.example", "a stranger's guess").await.1.status;
    while guess().await != 429 {}
    ask(&app, "ana@acme.example").await;
    let ana = app.browser();
    ana.post(&app.mailed_link().await, &CHOSEN).await;
    let chosen = CHOSEN.iter().find(|(name, _)| *name == "password").unwrap().1;
    while guess().await != 429 {}
    assert_eq!(app.sign_in("ana@acme.example", chosen).await.1.status, 429, "elsewhere, while strangers guess again");
    let page = ana.post("/sign-in", &[("email", "ana@acme.example"), ("password", chosen)]).await;
    assert_eq!(page.path(), "/w/acme", "at the browser that recovered the account");
}

#[rstest]
#[tokio::test]
async fn accepting_an_invitation_trusts_the_browser(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    crate::accept::invite(&ana, "caio@acme.example").await;
    let link = app.mailed_link().await;
    let guess = async || app.sign_in("caio@acme.example", "a stranger's guess").await.1.status;
    while guess().await != 429 {}
    let caio = app.browser();
    crate::accept::accept(&caio, &link).await;
    caio.post("/sign-out", &[]).await;
    while guess().await != 429 {}
    let page = caio.post("/sign-in", &[("email", "caio@acme.example"), ("password", PASSWORD)]).await;
    assert_eq!(page.path(), "/w/acme");
}
