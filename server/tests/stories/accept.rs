//! The invitation's link: every state that it can be in.

use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::{answer, named, role};
use rstest::rstest;
use std::time::Duration;

/// Invites someone as a viewer.
pub async fn invite(admin: &Browser, email: &str) -> Page {
    let draft = named(admin, email, "Caio", "Reis").await;
    let page = answer(admin, &draft, "how", &[("how", "invite")]).await;
    assert_eq!(page.query("step"), "role", "{}", page.text());
    answer(admin, &draft, "role", &[("role", &role(&page, "Viewer"))]).await;
    answer(admin, &draft, "confirm", &[]).await
}

pub async fn accept(browser: &Browser, link: &str) -> Page {
    let fields =
        [("first_name", "Caio"), ("last_name", "Reis"), ("password", PASSWORD), ("confirm_password", PASSWORD)];
    browser.post(link, &fields).await
}

#[rstest]
#[tokio::test]
async fn an_invited_person_accepts_and_is_signed_in(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let list = invite(&ana, "caio@acme.example").await;
    assert!(list.query("step") == "done" && list.shows("is on its way"), "{}", list.text());

    let mails = app.mails().await;
    let mail = &mails[0];
    assert_eq!(mail["subject"], "Ana Souza invites you to Acme Research");
    assert_eq!(mail["to"], serde_json::json!(["caio@acme.example"]));
    let link = app.mailed_link().await;
    assert!(mail["html"].as_str().unwrap().contains(&link));

    let caio = app.browser();
    let offer = caio.get(&link).await;
    assert!(offer.shows("Join Acme Research") && offer.shows("Ana Souza invites you"), "{}", offer.text());
    assert_eq!(
        (offer.value("first_name").as_deref(), offer.value("last_name").as_deref()),
        (Some("Caio"), Some("Reis"))
    );
    assert_eq!(accept(&caio, &link).await.path(), "/w/acme");
    assert!(caio.get("/w/acme/users").await.shows("Users 2"), "a viewer sees the users");
    assert!(ana.get("/w/acme/invitations").await.shows("No pending invitations"));
    assert_eq!(app.sign_in("caio@acme.example", PASSWORD).await.1.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn looking_at_the_link_changes_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "caio@acme.example").await;
    let link = app.mailed_link().await;
    for _ in 0..3 {
        assert!(app.browser().get(&link).await.shows("Join Acme Research"));
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_who_accept_at_once_one_wins(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "caio@acme.example").await;
    let link = app.mailed_link().await;
    let attempts: Vec<_> = (0..50)
        .map(|_| {
            let (browser, link) = (app.browser(), link.clone());
            tokio::spawn(async move { accept(&browser, &link).await.path() == "/w/acme" })
        })
        .collect();
    let mut won = 0;
    for attempt in attempts {
        won += u32::from(attempt.await.unwrap());
    }
    assert_eq!(won, 1);
    assert!(ana.get("/w/acme/users").await.shows("Users 2"));
}

#[rstest]
#[tokio::test]
async fn each_way_a_link_can_be_dead_has_its_answer(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let see = async |link: &str, words: &str| {
        let page = app.browser().get(link).await;
        assert_eq!(page.status, 404, "{words}");
        assert!(page.shows(words), "{words}: {}", page.text());
        assert_eq!(accept(&app.browser(), link).await.status, 404, "{words}");
    };
    // Altered, and of another shape.
    invite(&ana, "caio@acme.example").await;
    let link = app.mailed_link().await;
    see("/invitations/junk", "does not lead to an invitation").await;
    let altered = format!("{}{}", &link[..link.len() - 2], if link.ends_with("AA") { "BA" } else { "AA" });
    see(&altered, "does not lead to an invitation").await;
    // Replaced by a newer one.
    let id = ana.get("/w/acme/invitations").await.value("id").unwrap();
    ana.post("/w/acme/invitations", &[("id", &id), ("go", "resend")]).await;
    see(&link, "does not lead to an invitation").await;
    // Expired.
    let link = app.mailed_link().await;
    app.advance(Duration::from_hours(15 * 24));
    see(&link, "This invitation has expired").await;
    // Revoked.
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    ana.post("/w/acme/invitations", &[("id", &id), ("go", "revoke")]).await;
    see(&link, "no longer valid").await;
    // Accepted.
    invite(&ana, "dora@acme.example").await;
    let link = app.mailed_link().await;
    assert_eq!(accept(&app.browser(), &link).await.path(), "/w/acme");
    see(&link, "has been accepted").await;
}

#[rstest]
#[tokio::test]
async fn invitation_of_another_account_is_refused_with_the_reason(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "caio@acme.example").await;
    let link = app.mailed_link().await;
    let page = ana.get(&link).await;
    assert!(
        page.shows("This invitation is for someone else") && page.shows("you are signed in as ana@acme.example"),
        "{}",
        page.text()
    );
    assert_eq!(accept(&ana, &link).await.status, 409);
    assert!(app.browser().get(&link).await.shows("Join Acme Research"), "it is still open");
}

#[rstest]
#[tokio::test]
async fn who_has_an_account_joins_with_it(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let plan = domain::seed::Plan { members: 1, seed: 1, slug: "other".into(), name: "Other".into() };
    let other = domain::seed::seed(&app.roster, &plan).await.unwrap();
    invite(&ana, &other.email).await;
    let link = app.mailed_link().await;

    let robin = app.browser();
    let page = robin.get(&link).await;
    assert!(page.shows("has an account: sign in with it to join"), "{}", page.text());
    let sign_in = page.attribute(".auth-card a", "href").unwrap();
    assert_eq!(accept(&robin, &link).await.status, 409, "no password is set past the account's own");
    let back = robin.post(&sign_in, &[("email", &other.email), ("password", other.password.reveal())]).await;
    assert_eq!(back.path(), link);
    assert!(back.shows("You join with your account"), "{}", back.text());
    assert_eq!(robin.post(&link, &[]).await.path(), "/w/acme");
    assert!(ana.get("/w/acme/users").await.shows("Robin Admin"));
}

#[rstest]
#[tokio::test]
async fn the_mail_is_in_the_inviters_language(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for (tag, lang) in [("pt-BR", "lang=\"pt-BR\""), ("es", "lang=\"es\"")] {
        ana.post("/preferences/language", &[("to", tag), ("next", "/")]).await;
        let draft = answer(&ana, "", "email", &[("email", &format!("{tag}@acme.example"))]).await.query("draft");
        answer(&ana, &draft, "name", &[("first_name", "Caio"), ("last_name", "Reis")]).await;
        let page = answer(&ana, &draft, "how", &[("how", "invite")]).await;
        let choice = page.attribute("input[name=role]", "value").unwrap();
        answer(&ana, &draft, "role", &[("role", &choice)]).await;
        answer(&ana, &draft, "confirm", &[]).await;
        let mails = app.mails().await;
        let mail = mails.last().unwrap();
        assert!(mail["html"].as_str().unwrap().contains(lang));
        assert!(!mail["subject"].as_str().unwrap().contains("invites"), "{mail}");
    }
}

#[rstest]
#[tokio::test]
async fn names_are_inert_in_mails(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let draft = named(&ana, "x@acme.example", "<b>Bold</b>", "{by}").await;
    let page = answer(&ana, &draft, "how", &[("how", "invite")]).await;
    answer(&ana, &draft, "role", &[("role", &role(&page, "Viewer"))]).await;
    answer(&ana, &draft, "confirm", &[]).await;
    let mails = app.mails().await;
    let html = mails[0]["html"].as_str().unwrap();
    assert!(!html.contains("<b>Bold") && html.contains("Bold") && html.contains("{by}"), "{html}");
}
