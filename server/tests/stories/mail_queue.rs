//! The order in which mails go out, and the time that their links have.

use crate::accept::{accept, invite};
use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Relay, Sqlite, TestApp};
use crate::wizard::member;
use domain::db::query;
use domain::mail::{Email, Envelope, Mailer, deliver_due, queue};
use domain::{Actor, Context, Principal, Via, worker};
use model::Language;
use rstest::rstest;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::time::timeout;

const CHOSEN: [(&str, &str); 2] =
    [("password", "seven quiet herons there"), ("confirm_password", "seven quiet herons there")];
const TIMEOUT: Duration = Duration::from_mins(1);

async fn ask(app: &TestApp, email: &str) -> Page {
    app.browser().post("/recover", &[("email", email)]).await
}

fn mailer(relay: &Relay) -> Mailer {
    Mailer::new(&relay.url, "Roster <roster@example.org>").unwrap()
}

/// A server's worker.
fn worker(app: &TestApp, relay: &Relay) -> tokio::task::JoinHandle<()> {
    tokio::spawn(worker::run(app.operator(), Some(mailer(relay))))
}

/// As a bulk change queues them.
async fn queue_bulk(app: &TestApp, mails: usize) {
    let ana = app.acting("ana@acme.example").await;
    let actor = Actor::Account(Principal { account: ana.account().unwrap(), via: Via::Job });
    let ctx = Context { actor, ..ana };
    let mut tx = ctx.write().await.unwrap();
    for n in 0..mails {
        let to = format!("bulk{n}@acme.example");
        let message = Email::Added { name: "Caio".into(), workspace: "Acme".into(), by: "Ana".into(), verify: false };
        let envelope = Envelope {
            to: &to,
            language: Language::default(),
            subject: None,
            account: None,
            workspace: None,
            link: "http://127.0.0.1/",
        };
        queue(&ctx, &mut tx, envelope, &message).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn until_sent(app: &TestApp) {
    let all = async {
        loop {
            let mut tx = app.roster.db.read().await.unwrap();
            let (left,): (i64,) =
                query("SELECT COUNT(*) FROM outbox WHERE status = 'queued'").one(&mut tx).await.unwrap();
            drop(tx);
            if left == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(TIMEOUT, all).await.expect("all have been sent");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_mail_passes_all_that_wait(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let relay = Relay::held().await;
    queue_bulk(&app, 120).await;
    let worker = worker(&app, &relay);
    // The relay has taken none yet: those at work are all stuck.
    timeout(TIMEOUT, relay.arrived(3)).await.expect("several at once");
    ask(&app, "ana@acme.example").await;
    let link = timeout(TIMEOUT, relay.link_to("ana@acme.example", "/recover/")).await.expect("the recovery mail");
    assert_eq!(relay.recipients().len(), 4, "three of 120, and the one that someone waits for");
    relay.take(1000);
    until_sent(&app).await;
    assert_eq!(relay.recipients().len(), 121);
    let link = link.strip_prefix(&app.url).unwrap();
    assert_eq!(app.browser().post(link, &CHOSEN).await.path(), "/sign-in?done=recovered");
    worker.abort();
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn urgent_mails_go_first_and_bulk_mails_last(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let relay = Relay::held().await;
    queue_bulk(&app, 5).await;
    app.advance(Duration::from_secs(1));
    invite(&ana, "caio@acme.example").await;
    let other = "eight quiet herons there";
    let fields =
        [("action", "password"), ("current_password", PASSWORD), ("password", other), ("confirm_password", other)];
    ana.post("/settings/security", &fields).await;
    ask(&app, "ana@acme.example").await;
    let worker = worker(&app, &relay);
    timeout(TIMEOUT, relay.arrived(4)).await.expect("four at once");
    let mut first = relay.recipients();
    first.sort();
    let first: Vec<&str> = first.iter().map(|to| if to.starts_with("bulk") { "bulk" } else { to }).collect();
    // By priority: the link that someone waits for, another password, an invitation; and by age one of the bulk mails.
    assert_eq!(first, ["ana@acme.example", "ana@acme.example", "bulk", "caio@acme.example"]);
    relay.link_to("ana@acme.example", "/recover/").await;
    worker.abort();
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn bulk_mails_are_not_put_off_for_ever(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let relay = Relay::held().await;
    queue_bulk(&app, 1).await;
    app.advance(Duration::from_secs(1));
    for n in 0..4 {
        invite(&ana, &format!("caio{n}@acme.example")).await;
    }
    let worker = worker(&app, &relay);
    timeout(TIMEOUT, relay.arrived(3)).await.expect("three at once");
    assert!(relay.recipients().contains(&"bulk0@acme.example".to_owned()), "{:?}", relay.recipients());
    worker.abort();
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn two_servers_share_the_queue(#[values(Sqlite, Postgres)] kind: Kind) {
    let (here, _) = TestApp::with_super_user(kind).await;
    let there = here.another_server().await;
    let relay = Relay::start().await;
    queue_bulk(&here, 60).await;
    let workers = [worker(&here, &relay), worker(&there, &relay)];
    until_sent(&here).await;
    let recipients = relay.recipients();
    assert_eq!(recipients.len(), 60);
    assert_eq!(recipients.into_iter().collect::<BTreeSet<_>>().len(), 60, "each once");
    for worker in workers {
        worker.abort();
    }
}

#[rstest]
#[tokio::test]
async fn a_links_time_begins_when_its_mail_has_gone_out(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let dead = async |link: &str| app.browser().get(link).await.status == 404;
    ask(&app, "ana@acme.example").await;
    domain::auth::recovery::answer(&app.operator()).await.unwrap();
    // The relay is away, and what has ended is swept out.
    let nobody_home = Mailer::new("smtp://127.0.0.1:9", "roster@example.org").unwrap();
    for _ in 0..3 {
        assert_eq!(deliver_due(&app.operator(), &nobody_home).await.unwrap(), 1);
        app.advance(Duration::from_hours(2));
        worker::sweep(&app.operator()).await.unwrap();
    }
    let link = app.mailed_link().await;
    app.advance(Duration::from_mins(29));
    assert!(!dead(&link).await);
    app.advance(Duration::from_mins(2));
    assert!(dead(&link).await);
    worker::sweep(&app.operator()).await.unwrap();
    assert_eq!(app.browser().post(&link, &CHOSEN).await.status, 404);
}

#[rstest]
#[tokio::test]
async fn an_invitation_that_waited_can_be_accepted_as_long(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "caio@acme.example").await;
    invite(&ana, "bea@acme.example").await;
    app.advance(Duration::from_hours(20 * 24));
    worker::sweep(&app.operator()).await.unwrap();
    let mails = app.mails().await;
    assert_eq!(mails.len(), 2);
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert!(!ana.get("/w/acme/invitations").await.all("tbody").concat().contains("Expired"));
    let (caio, bea) = (app.mailed_link_to("caio@").await, app.mailed_link_to("bea@").await);
    app.advance(Duration::from_hours(14 * 24));
    assert_eq!(accept(&app.browser(), &caio).await.path(), "/w/acme");
    app.advance(Duration::from_hours(2 * 24));
    assert!(!app.browser().get(&bea).await.shows("Join Acme Research"));
}

#[rstest]
#[tokio::test]
async fn a_mail_whose_link_is_void_is_not_sent(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let change = async |browser: &Browser, email: &str| {
        browser.post("/settings/security", &[("action", "email"), ("email", email)]).await;
    };
    change(&bea, "first@acme.example").await;
    change(&bea, "second@acme.example").await;
    let mails = app.mails().await;
    let to = |email: &str| mails.iter().filter(|mail| mail["to"].to_string().contains(email)).count();
    assert_eq!([to("first@acme.example"), to("second@acme.example")], [0, 1]);
}

#[rstest]
#[tokio::test]
async fn a_refusal_that_says_the_link_leaves_it_nowhere(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let relay = Relay::refusing("5.7.1 no mails with {} here").await;
    ask(&app, "ana@acme.example").await;
    domain::auth::recovery::answer(&app.operator()).await.unwrap();
    assert_eq!(deliver_due(&app.operator(), &mailer(&relay)).await.unwrap(), 1);
    let secret = relay.link_to("ana@acme.example", "/recover/").await.rsplit_once('/').unwrap().1.to_owned();
    let mut tx = app.roster.db.read().await.unwrap();
    let errors: Vec<(String,)> =
        query("SELECT last_error FROM outbox WHERE status = 'failed'").all(&mut tx).await.unwrap();
    let [(error,)] = errors.as_slice() else { panic!("{errors:?}") };
    assert!(error.contains("no mails with") && !error.contains(&secret), "{error}");
}
