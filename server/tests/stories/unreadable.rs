//! What is stored and can't be read: a failure of ours, and never something else.

use crate::bulk::bulk;
use crate::people::id_of;
use crate::support::{Kind, PASSWORD, Postgres, Sqlite, TestApp};
use crate::wizard::{NEW, answer, member};
use domain::db::query;
use rstest::rstest;

async fn write(app: &TestApp, sql: &'static str) {
    let mut tx = app.roster.db.write().await.unwrap();
    query(sql).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[rstest]
#[tokio::test]
async fn draft_that_can_not_be_read_says_so_and_is_discarded(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let draft = answer(&ana, "", "email", &[("email", "bea@acme.example")]).await.query("draft");
    assert!(ana.get(NEW).await.shows("You were adding bea@acme.example."));
    write(&app, "UPDATE drafts SET entered = '{'").await;

    assert!(ana.get(&format!("{NEW}?draft={draft}&step=name")).await.shows("Something broke"));
    let name = answer(&ana, &draft, "name", &[("first_name", "Bea"), ("last_name", "Lima")]).await;
    assert_eq!(name.status, 500, "an empty draft takes no answers in its place");
    let page = ana.get(NEW).await;
    assert!(page.shows("What you entered last can't be read any more."), "{}", page.text());
    assert_eq!(page.attribute("button[name=discard]", "value").as_deref(), Some(draft.as_str()));
    assert!(!page.shows("Go on where you left off"), "{}", page.text());
    ana.post(NEW, &[("discard", &draft)]).await;
    assert!(!ana.get(NEW).await.shows("can't be read"));
}

#[rstest]
#[tokio::test]
async fn unknown_state_of_work_is_a_failure_and_not_done(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    let report = bulk(&ana, "", &[("action", "suspend"), ("id", &id_of(&ana, "bea@acme.example").await)]).await;
    assert!(report.shows("Done"), "{}", report.text());
    write(&app, "UPDATE jobs SET state = 'sleeping'").await;
    let page = ana.get(report.path()).await;
    assert!(!page.shows("Done") && page.shows("Something broke"), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn unknown_status_and_broken_hash_are_failures(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    write(&app, "UPDATE accounts SET password_hash = 'none' WHERE email = 'bea@acme.example'").await;
    let page = app.sign_in("bea@acme.example", PASSWORD).await.1;
    assert_eq!(page.status, 500, "nobody is told that their password is wrong: {}", page.text());
    write(&app, "UPDATE members SET status = 'asleep' WHERE email = 'bea@acme.example'").await;
    let page = ana.get("/w/acme/users").await;
    assert!(page.shows("Something broke"), "{}", page.text());
}
