//! Invitations from the inviter's own mailbox: sent once, or asked about.

use super::microsoft::Says;
use super::{Microsoft, connect, with_microsoft};
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::wizard::{answer, named};
use base64::prelude::{BASE64_STANDARD, Engine};
use domain::connections::deliver_due;
use domain::db::query;
use rstest::rstest;
use std::time::Duration;

const BEA: &str = "bea@acme.example";
const LIST: &str = "/w/acme/invitations";

/// Ana has connected her mailbox and invites Bea from it.
async fn invited(kind: Kind) -> (TestApp, Browser, Microsoft) {
    let (app, ana, microsoft) = with_microsoft(kind).await;
    let page = connect(&ana, "outlook_mail").await;
    assert!(page.path().contains("done=connected"), "{}", page.text());
    assert_eq!(microsoft.asked()[0]["scope"], "offline_access User.Read Mail.Send");
    let page = up_to_confirm(&ana).await;
    assert!(page.shows("From my own mailbox"), "{}", page.text());
    let page = page.filled("step").with("own_mailbox", &["on"]).with("go", &["next"]).post(&ana).await;
    assert_eq!(page.query("step"), "done", "{}", page.text());
    (app, ana, microsoft)
}

async fn up_to_confirm(ana: &Browser) -> Page {
    let draft = named(ana, BEA, "Bea", "Reis").await;
    answer(ana, &draft, "how", &[("how", "invite")]).await;
    answer(ana, &draft, "role", &[("role", "super-user")]).await;
    ana.get(&format!("/w/acme/users/new?draft={draft}&step=confirm")).await
}

async fn deliver(app: &TestApp) {
    deliver_due(&app.operator()).await.unwrap();
}

fn sent(microsoft: &Microsoft) -> Vec<String> {
    let calls = microsoft.calls_of("sendMail").into_iter();
    calls
        .map(|call| {
            assert_eq!((call.verb.as_str(), call.content_type.as_str()), ("POST", "text/plain"));
            String::from_utf8(BASE64_STANDARD.decode(call.body).unwrap()).unwrap()
        })
        .collect()
}

async fn status(app: &TestApp) -> String {
    let sql = "SELECT status FROM outbox WHERE kind = 'invitation'";
    let (status,): (String,) = query(sql).one(&mut app.roster.db.read().await.unwrap()).await.unwrap();
    status
}

#[rstest]
#[tokio::test]
async fn invitation_goes_out_from_the_inviters_mailbox_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = invited(kind).await;
    assert!(app.mails().await.is_empty(), "the mail server has nothing to do with it");
    deliver(&app).await;
    let mails = sent(&microsoft);
    assert_eq!(mails.len(), 1);
    let from = mails[0].lines().find(|line| line.starts_with("From:")).unwrap();
    assert!(from.contains("Ana Souza") && from.ends_with("<ana0@contoso.example>"), "{from}");
    assert!(mails[0].contains(&format!("To: {BEA}")) && mails[0].contains("Content-Type: multipart/alternative"));
    assert_eq!(status(&app).await, "sent");
    assert!(ana.get(LIST).await.shows("Sent"));
    deliver(&app).await;
    assert_eq!((sent(&microsoft).len(), app.mails().await.len()), (1, 0));
}

#[rstest]
#[tokio::test]
async fn mail_without_an_answer_is_asked_about(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = invited(kind).await;
    microsoft.graph_says(Says::Lost);
    deliver(&app).await;
    app.advance(Duration::from_hours(1));
    deliver(&app).await;
    assert_eq!((sent(&microsoft).len(), app.mails().await.len()), (1, 0), "nobody sends a second one by itself");
    let page = ana.get(LIST).await;
    assert!(page.shows("Not known whether it was sent") && page.shows("It arrived"), "{}", page.text());
    let id = page.value("id").unwrap();

    ana.post(LIST, &[("id", &id), ("go", "own_mailbox")]).await;
    microsoft.graph_says(Says::Lost);
    deliver(&app).await;
    assert_eq!(sent(&microsoft).len(), 2);
    ana.post(LIST, &[("id", &id), ("go", "roster")]).await;
    deliver(&app).await;
    assert_eq!((sent(&microsoft).len(), app.mails().await.len()), (2, 1));
    assert_eq!(ana.post(LIST, &[("id", &id), ("go", "arrived")]).await.status, 409, "it is known by now");
}

#[rstest]
#[tokio::test]
async fn mail_that_arrived_is_sent(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = invited(kind).await;
    microsoft.graph_says(Says::Lost);
    deliver(&app).await;
    let id = ana.get(LIST).await.value("id").unwrap();
    assert!(!ana.post(LIST, &[("id", &id), ("go", "arrived")]).await.shows("Not known"));
    assert_eq!(status(&app).await, "sent");
    deliver(&app).await;
    assert_eq!((sent(&microsoft).len(), app.mails().await.len()), (1, 0));
}

#[rstest]
#[tokio::test]
async fn server_that_died_with_a_mail_in_hand_leaves_it_unknown(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = invited(kind).await;
    let mut tx = app.roster.db.write().await.unwrap();
    let next = app.roster.clock.now() + 120_000_000;
    query("UPDATE outbox SET status = 'unknown', next_at = $1").bind(next).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    deliver(&app).await;
    assert!(ana.get(LIST).await.shows("Being sent"));
    app.advance(Duration::from_mins(3));
    deliver(&app).await;
    assert!(ana.get(LIST).await.shows("Not known whether it was sent"));
    assert!(sent(&microsoft).is_empty() && app.mails().await.is_empty());
}

#[rstest]
#[tokio::test]
async fn mail_server_carries_it_where_there_is_no_grant(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = invited(kind).await;
    microsoft.graph_says(Says::Error(429, vec![("retry-after", "60".into())], "TooManyRequests"));
    deliver(&app).await;
    assert!(ana.get(LIST).await.shows("Trying again"));
    app.advance(Duration::from_mins(2));
    microsoft.graph_says(Says::Error(403, vec![], "ErrorAccessDenied"));
    deliver(&app).await;
    assert_eq!(app.mails().await.len(), 1);
    ana.post(super::TAB, &[("action", "disconnect"), ("service", "outlook_mail")]).await;
    let page = ana.get(LIST).await;
    let id = page.value("id").unwrap();
    ana.post(LIST, &[("id", &id), ("go", "revoke")]).await;
    let page = up_to_confirm(&ana).await;
    assert!(!page.shows("From my own mailbox"), "{}", page.text());
    page.filled("step").with("own_mailbox", &["on"]).with("go", &["next"]).post(&ana).await;
    deliver(&app).await;
    assert_eq!(app.mails().await.len(), 2);
}
