//! The invitations page, and the outbox behind it.

use crate::accept::invite;
use crate::support::{Kind, Postgres, Sqlite, TestApp};
use crate::wizard::{answer, member, named};
use domain::db::query;
use domain::mail::{Mailer, deliver_due};
use rstest::rstest;
use std::time::Duration;

#[rstest]
#[tokio::test]
async fn without_a_mail_server_the_link_is_there_to_copy(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let ana = app.set_up().await;
    let page = invite(&ana, "caio@acme.example").await;
    assert!(page.shows("hand over this link"), "{}", page.text());
    let link = page.attribute(".copy-field input", "value").unwrap();
    let path = link.strip_prefix(&app.url).unwrap();
    assert!(app.browser().get(path).await.shows("Join Acme Research"));
    assert_eq!(
        ana.get("/w/acme/invitations").await.attribute(".table .cell-actions a", "href"),
        Some(link),
        "later too"
    );
}

#[rstest]
#[tokio::test]
async fn once_sent_the_link_is_nowhere(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "caio@acme.example").await;
    let link = app.mailed_link().await;
    let token = link.rsplit_once('/').unwrap().1;
    let page = ana.get("/w/acme/invitations").await;
    assert!(page.shows("Sent") && !page.body.contains(token));
    let mut tx = app.roster.db.read().await.unwrap();
    let kept: Vec<(String, Option<Vec<u8>>)> = query("SELECT payload, sealed FROM outbox").all(&mut tx).await.unwrap();
    assert!(kept.iter().all(|(payload, sealed)| !payload.contains(token) && sealed.is_none()));
}

#[rstest]
#[tokio::test]
async fn a_mail_waits_while_its_server_is_away(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "caio@acme.example").await;
    let nobody_home = Mailer::new("smtp://127.0.0.1:9", "roster@example.org").unwrap();
    assert_eq!(deliver_due(&app.operator(), &nobody_home).await.unwrap(), 1);
    assert!(ana.get("/w/acme/invitations").await.shows("Trying again"));
    assert_eq!(deliver_due(&app.operator(), &nobody_home).await.unwrap(), 0, "not at once");
    app.advance(Duration::from_secs(31));
    assert_eq!(app.mails().await.len(), 1);
    assert!(ana.get("/w/acme/invitations").await.shows("Sent"));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn several_workers_send_each_mail_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for n in 0..6 {
        invite(&ana, &format!("caio{n}@acme.example")).await;
    }
    let (a, b, c) = tokio::join!(app.mails(), app.mails(), app.mails());
    let longest = [a, b, c].into_iter().map(|mails| mails.len()).max();
    assert_eq!(longest, Some(6));
    assert_eq!(app.mails().await.len(), 6);
}

#[rstest]
#[tokio::test]
async fn one_open_invitation_an_address(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "caio@acme.example").await;
    let draft = named(&ana, "CAIO@acme.example", "Caio", "Reis").await;
    let page = answer(&ana, &draft, "how", &[("how", "invite")]).await;
    assert!(page.problem("how").unwrap().contains("has an open invitation"));
    app.advance(Duration::from_hours(15 * 24));
    let (ana, _) = app.sign_in("ana@acme.example", crate::support::PASSWORD).await;
    invite(&ana, "caio@acme.example").await;
    assert_eq!(ana.get("/w/acme/invitations").await.all("tbody tr").len(), 1, "the expired one made way");
}

#[rstest]
#[tokio::test]
async fn adding_someone_at_once_ends_their_invitation(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "bea@acme.example").await;
    let link = app.mailed_link().await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    assert!(ana.get("/w/acme/invitations").await.shows("No pending invitations"));
    assert!(app.browser().get(&link).await.shows("no longer valid"));
}

#[rstest]
#[tokio::test]
async fn who_may_not_can_neither_see_resend_nor_revoke(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "caio@acme.example").await;
    let id = ana.get("/w/acme/invitations").await.value("id").unwrap();
    let viewer = member(&app, &ana, "vic@acme.example", "Viewer").await;
    assert!(!viewer.get("/w/acme").await.shows("Invitations"));
    assert_eq!(viewer.get("/w/acme/invitations").await.status, 403);
    for go in ["resend", "revoke"] {
        assert_eq!(viewer.post("/w/acme/invitations", &[("id", &id), ("go", go)]).await.status, 403);
    }
    assert_eq!(ana.get("/w/acme/invitations").await.all("tbody tr").len(), 1);
}

#[rstest]
#[tokio::test]
async fn revoking_asks_first_and_says_so(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "caio@acme.example").await;
    app.advance(Duration::from_secs(1));
    invite(&ana, "dora@acme.example").await;
    let list = ana.get("/w/acme/invitations").await;
    let ask = list.attribute("tbody tr:first-child a.btn--danger-quiet", "href").unwrap();
    let asked = ana.get(&ask).await;
    assert!(asked.shows("Revoke the invitation of Caio Reis?"), "{}", asked.text());
    assert_eq!(ana.get("/w/acme/invitations").await.all("tbody tr").len(), 2, "asking changes nothing");
    let form = asked.filled("beside");
    let caio = list.attribute("tbody tr:last-child", "data-key").unwrap();
    assert_eq!(form.all("beside"), [caio.as_str()], "the focus goes to the next row");
    let done = form.clone().with("go", &["revoke"]).post(&ana).await;
    assert_eq!(done.path(), format!("/w/acme/invitations?revoked={caio}"));
    assert!(done.shows("The invitation was revoked"), "{}", done.text());
    assert_eq!(done.all("tbody .person-mail"), ["caio@acme.example"]);
    assert_eq!(form.with("go", &["revoke"]).post(&ana).await.status, 404, "once");
}

#[rstest]
#[tokio::test]
async fn the_list_is_searched_by_address_and_narrowed_by_state(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "caio@acme.example").await;
    app.advance(Duration::from_hours(24 * 16));
    let (ana, _) = app.sign_in("ana@acme.example", crate::support::PASSWORD).await;
    invite(&ana, "dora_x@acme.example").await;
    app.advance(Duration::from_secs(1));
    invite(&ana, "eva@acme.example").await;
    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE outbox SET status = 'failed' WHERE recipient = 'eva@acme.example'").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let found = async |query: &str| ana.get(&format!("/w/acme/invitations{query}")).await.all("tbody .person-mail");
    assert_eq!(found("").await, ["eva@acme.example", "dora_x@acme.example", "caio@acme.example"]);
    assert_eq!(found("?q=DORA").await, ["dora_x@acme.example"]);
    assert_eq!(found("?q=a_x").await, ["dora_x@acme.example"], "wildcards mean themselves");
    assert_eq!(found("?q=_").await, ["dora_x@acme.example"]);
    assert_eq!(found("?state=expired").await, ["caio@acme.example"]);
    assert_eq!(found("?state=failed").await, ["eva@acme.example"]);
    assert_eq!(found("?state=pending").await, ["dora_x@acme.example"]);
    assert!(ana.get("/w/acme/invitations?q=nobody").await.shows("No one matches"));
}
