//! Whoever invited and may no longer: their open invitations give nothing that they could not give now (product rule
//! 5).

use crate::accept::accept;
use crate::address_undo::links_to;
use crate::bulk::bulk;
use crate::people::{act, id_of};
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::wizard::{answer, member, named, role};
use rstest::rstest;

const BEA: &str = "bea@acme.example";
const CAIO: &str = "caio@acme.example";

/// Invites someone with a role; answers the link.
async fn invited(app: &TestApp, by: &Browser, email: &str, role_name: &str) -> String {
    let draft = named(by, email, "Caio", "Reis").await;
    let page = answer(by, &draft, "how", &[("how", "invite")]).await;
    answer(by, &draft, "role", &[("role", &role(&page, role_name))]).await;
    answer(by, &draft, "confirm", &[]).await;
    links_to(app, email, "/invitations/").await.pop().unwrap()
}

async fn is_dead(app: &TestApp, link: &str, why: &str) {
    let page = app.browser().get(link).await;
    assert!(page.status == 404 && page.shows("This invitation is no longer valid"), "{why}: {}", page.text());
    assert_eq!(accept(&app.browser(), link).await.status, 404, "{why}");
}

async fn become_role(admin: &Browser, id: &str, name: &str) -> Page {
    let edit = format!("/w/acme/users/{id}/edit");
    let form = admin.get(&edit).await;
    let (version, role) = (form.value("version").unwrap(), role(&form, name));
    admin.post(&edit, &[("version", version.as_str()), ("access", "roles"), ("roles", &role)]).await
}

async fn remove(admin: &Browser, id: &str, invitations: &str) -> Page {
    admin.post(&format!("/w/acme/users/{id}/remove"), &[("action", "remove"), ("invitations", invitations)]).await
}

#[rstest]
#[tokio::test]
async fn an_invitation_of_someone_demoted_gives_nothing_more_than_they_may(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Super-user").await;
    let id = id_of(&ana, BEA).await;
    let high = invited(&app, &bea, CAIO, "Super-user").await;
    let low = invited(&app, &bea, "dora@acme.example", "Viewer").await;
    assert!(become_role(&ana, &id, "Manager").await.path().contains("done=saved"));
    is_dead(&app, &high, "a manager makes no super-user").await;
    assert_eq!(accept(&app.browser(), &low).await.path(), "/w/acme", "a viewer is theirs to invite");
    // Whoever sends it again stands behind it.
    let again = id_of(&ana, CAIO).await;
    act(&ana, &again, "resend").await;
    let link = links_to(&app, CAIO, "/invitations/").await.pop().unwrap();
    assert_eq!(accept(&app.browser(), &link).await.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn while_its_inviter_is_suspended_an_invitation_rests(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Manager").await;
    let id = id_of(&ana, BEA).await;
    let link = invited(&app, &bea, CAIO, "Viewer").await;
    act(&ana, &id, "suspend").await;
    is_dead(&app, &link, "suspended").await;
    act(&ana, &id, "activate").await;
    assert_eq!(accept(&app.browser(), &link).await.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn a_role_that_allows_more_by_now_is_not_given(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Manager").await;
    crate::roles::add(&ana, "Helper", &["users:read"]).await;
    let link = invited(&app, &bea, CAIO, "Helper").await;
    let mut tx = app.roster.db.write().await.unwrap();
    let all = model::permissions::Permissions::all().bits();
    domain::db::query("UPDATE roles SET permissions = $1 WHERE name = 'Helper'").bind(all).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    is_dead(&app, &link, "the role has grown past its inviter").await;
}

#[rstest]
#[tokio::test]
async fn removing_asks_what_becomes_of_their_invitations(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for (choice, n) in [("take_over", 0), ("revoke", 1)] {
        let (email, request_user) = (format!("bea{n}@acme.example"), format!("caio{n}@acme.example"));
        let bea = member(&app, &ana, &email, "Manager").await;
        let id = id_of(&ana, &email).await;
        assert!(!ana.get(&format!("/w/acme/users/{id}/remove")).await.shows("has not joined yet"));
        let link = invited(&app, &bea, &request_user, "Viewer").await;
        let page = ana.get(&format!("/w/acme/users/{id}/remove")).await;
        assert!(
            page.shows("1 person whom they invited has not joined yet") && page.shows(&request_user),
            "{}",
            page.text()
        );
        assert_eq!(page.attributes("input[name=invitations]", "value"), ["take_over", "revoke"]);
        assert_eq!(page.attribute("input[name=invitations][checked]", "value").as_deref(), Some("take_over"));
        assert!(remove(&ana, &id, choice).await.path().contains("done=removed"));
        let page = ana.get("/w/acme/invitations").await;
        if choice == "take_over" {
            assert!(page.shows(&request_user) && page.shows("Ana Souza"), "{}", page.text());
            assert_eq!(accept(&app.browser(), &link).await.path(), "/w/acme");
        } else {
            assert!(!page.shows(&request_user), "{}", page.text());
            is_dead(&app, &link, "revoked").await;
        }
    }
}

#[rstest]
#[tokio::test]
async fn take_over_of_invitations_requires_their_permissions(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    // Someone who may remove and invite, and does not hold the audit.
    let allowed =
        ["users:read", "users:write", "users:delete", "invitations:read", "invitations:write", "invitations:delete"];
    crate::roles::add(&ana, "Front desk", &allowed).await;
    crate::roles::add(&ana, "Reader", &["audit:read"]).await;
    let desk = member(&app, &ana, "desk@acme.example", "Front desk").await;
    let bea = member(&app, &ana, BEA, "Super-user").await;
    let id = id_of(&ana, BEA).await;
    let more = invited(&app, &bea, CAIO, "Reader").await;
    let less = invited(&app, &bea, "dora@acme.example", "Viewer").await;
    assert!(become_role(&ana, &id, "Viewer").await.path().contains("done=saved"));
    let page = remove(&desk, &id, "take_over").await;
    assert!(page.path().contains("done=removed"), "{}", page.text());
    is_dead(&app, &more, "more than the desk may give").await;
    assert_eq!(accept(&app.browser(), &less).await.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn of_many_who_are_removed_the_invitations_go_on(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Manager").await;
    let id = id_of(&ana, BEA).await;
    let link = invited(&app, &bea, CAIO, "Viewer").await;
    let page = bulk(&ana, "", &[("action", "remove"), ("id", &id)]).await;
    assert!(page.status == 200, "{}", page.text());
    domain::worker::work(&app.operator(), None).await.unwrap();
    assert!(ana.get("/w/acme/invitations").await.shows("Ana Souza"));
    assert_eq!(accept(&app.browser(), &link).await.path(), "/w/acme");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn accepting_while_the_inviter_is_removed_is_before_or_after(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for n in 0..4 {
        let (email, request_user) = (format!("bea{n}@acme.example"), format!("caio{n}@acme.example"));
        let bea = member(&app, &ana, &email, "Super-user").await;
        let id = id_of(&ana, &email).await;
        let link = invited(&app, &bea, &request_user, "Super-user").await;
        let (browser, ana_too) = (app.browser(), ana.clone());
        let accepting = tokio::spawn(async move { accept(&browser, &link).await });
        let removing = tokio::spawn(async move { remove(&ana_too, &id, "revoke").await });
        let (accepted, removed) = (accepting.await.unwrap(), removing.await.unwrap());
        assert!(
            accepted.status.as_u16() < 500 && removed.status.as_u16() < 500,
            "{} {}",
            accepted.text(),
            removed.text()
        );
        assert!(removed.path().contains("done=removed"), "{}", removed.text());
        let in_list = ana.get(&format!("/w/acme/users?q=caio{n}")).await.shows("Caio Reis");
        assert_eq!(accepted.path() == "/w/acme", in_list, "{}", accepted.text());
    }
}
