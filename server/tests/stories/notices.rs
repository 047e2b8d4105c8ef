//! Mails about what happens, for those who want them; and what has been done to one's account.

use crate::accept::{accept, invite};
use crate::people::{act, id_of};
use crate::support::{Browser, Kind, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use rstest::rstest;
use std::time::Duration;

/// The subjects of the mails to an address, in their order.
async fn subjects(app: &TestApp, to: &str) -> Vec<String> {
    let mails = app.mails().await;
    let theirs = mails.iter().filter(|mail| mail["to"].to_string().contains(to));
    theirs.map(|mail| mail["subject"].as_str().unwrap().to_owned()).collect()
}

async fn want(browser: &Browser, notices: &[&str]) {
    let fields: Vec<(&str, &str)> = notices.iter().map(|notice| ("notice", *notice)).collect();
    let page = browser.post("/settings/notifications", &fields).await;
    assert_eq!(page.path(), "/settings/profile?done=notices", "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn access_change_mails_unless_muted(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let id = id_of(&ana, "bea@acme.example").await;
    for (action, words) in [
        ("suspend", "Your access to Acme Research is suspended"),
        ("activate", "can use Acme Research again"),
        ("remove", "no longer belong to Acme Research"),
        ("restore", "belong to Acme Research again"),
    ] {
        act(&ana, &id, action).await;
        let subjects = subjects(&app, "bea@acme.example").await;
        assert!(subjects.last().is_some_and(|subject| subject.contains(words)), "{action}: {subjects:?}");
    }
    drop(bea);
    let (bea, _) = app.sign_in("bea@acme.example", crate::support::PASSWORD).await;
    want(&bea, &["accepted", "work"]).await;
    let page = bea.get("/settings/profile").await;
    assert_eq!(page.attributes("input[name=notice][checked]", "value"), ["accepted", "work"]);
    let before = subjects(&app, "bea@acme.example").await.len();
    act(&ana, &id, "suspend").await;
    assert_eq!(subjects(&app, "bea@acme.example").await.len(), before, "she would rather not");
    act(&ana, &id, "activate").await;
    // What is about the safety of her account comes all the same.
    let password = [("password", "seven quiet herons there"), ("confirm_password", "seven quiet herons there")];
    ana.post(&format!("/w/acme/users/{id}/password"), &password).await;
    assert_eq!(subjects(&app, "bea@acme.example").await.len(), before + 1);
}

#[rstest]
#[tokio::test]
async fn accepted_invitation_mails_the_inviter(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for (address, mails) in [("caio@acme.example", 1), ("dora@acme.example", 1)] {
        invite(&ana, address).await;
        let link = app.mailed_link().await;
        accept(&app.browser(), &link).await;
        let joined: Vec<_> = subjects(&app, "ana@acme.example").await;
        assert_eq!(joined.iter().filter(|subject| subject.contains("has joined Acme Research")).count(), mails);
        want(&ana, &["access"]).await;
    }
}

#[rstest]
#[tokio::test]
async fn finished_job_mails_its_starter(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for (minutes, mails) in [(0, 0), (5, 1)] {
        let address = format!("nia{minutes}@acme.example");
        let file = format!("E-mail,First name,Last name\n{address},Nia,Neu\n");
        let plan = crate::import::planned(&app, &ana, &file, "add").await;
        app.advance(Duration::from_mins(minutes));
        ana.post(plan.path(), &[("go", "apply")]).await;
        domain::worker::work(&app.operator(), None).await.unwrap();
        let ended: Vec<_> = subjects(&app, "ana@acme.example").await;
        assert_eq!(ended.iter().filter(|subject| subject.contains("import into Acme")).count(), mails, "{ended:?}");
    }
}

#[rstest]
#[tokio::test]
async fn security_shows_who_changed_ones_account_and_nobody_elses(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    member(&app, &ana, "carl@acme.example", "Member").await;
    let id = id_of(&ana, "bea@acme.example").await;
    act(&ana, &id, "suspend").await;
    act(&ana, &id, "activate").await;
    drop(bea);
    let (bea, _) = app.sign_in("bea@acme.example", crate::support::PASSWORD).await;
    let page = bea.get("/settings/security").await;
    let events = page.all(".timeline li p");
    for words in ["Bea Lima signed in", "Ana Souza suspended bea@acme.example", "Ana Souza added bea@acme.example"] {
        assert!(events.iter().any(|event| event == words), "{words}: {events:?}");
    }
    assert!(!page.shows("carl"), "{}", page.text());
    assert!(app.browser().get("/settings/security").await.path().starts_with("/sign-in"));
}
