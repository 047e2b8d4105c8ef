//! Two servers on one database: what one takes away is gone on the other with its very next answer.

use crate::people::{act, id_of};
use crate::support::{Browser, Kind, PASSWORD, Postgres, Sqlite, TestApp};
use crate::wizard::{member, role};
use domain::seed::{Plan, seed};
use model::users::UsersQuery;
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

/// Ana here; Bea, a viewer, who is signed in there.
async fn ana_and_bea(kind: Kind) -> (TestApp, TestApp, Browser, Browser, String) {
    let (here, ana) = TestApp::with_super_user(kind).await;
    let there = here.another_server().await;
    let bea = member(&here, &ana, "bea@acme.example", "Viewer").await.at(&there);
    let id = id_of(&ana, "bea@acme.example").await;
    assert_eq!(bea.get("/w/acme/users").await.status, 200);
    (here, there, ana, bea, id)
}

async fn lists_users(bea: &Browser) -> u16 {
    bea.call("users/list", &json!({ "slug": "acme", "asked": UsersQuery::default() })).await.0.as_u16()
}

#[rstest]
#[tokio::test]
async fn access_ends_on_every_server_at_once(
    #[values(Sqlite, Postgres)] kind: Kind,
    #[values("suspend", "remove", "sign_out")] action: &str,
) {
    let (_here, _there, ana, bea, id) = ana_and_bea(kind).await;
    assert_eq!(lists_users(&bea).await, 200);
    act(&ana, &id, action).await;
    assert_eq!(lists_users(&bea).await, 401, "server functions");
    assert!(bea.get("/w/acme/users").await.path().starts_with("/sign-in"), "pages");
}

#[rstest]
#[tokio::test]
async fn sign_out_everywhere_keeps_sessions_of_shared_accounts(#[values(Sqlite, Postgres)] kind: Kind) {
    let (here, there, ana, _, _) = ana_and_bea(kind).await;
    let plan = Plan { members: 1, seed: 1, slug: "other".into(), name: "Other".into() };
    let other = seed(&here.roster, &plan).await.unwrap();
    let (robin, _) = there.sign_in(&other.email, other.password.reveal()).await;
    crate::accept::invite(&ana, &other.email).await;
    let link = here.mailed_link().await;
    assert_eq!(robin.post(&link, &[]).await.path(), "/w/acme");
    act(&ana, &id_of(&ana, &other.email).await, "suspend").await;
    assert_eq!(robin.get("/w/acme").await.status, 404);
    assert_eq!(robin.get("/w/other").await.status, 200);
}

#[rstest]
#[tokio::test]
async fn another_role_counts_at_once_on_both(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_here, _there, ana, bea, id) = ana_and_bea(kind).await;
    let edit = format!("/w/acme/users/{id}/edit");
    let form = ana.get(&edit).await;
    let (version, role) = (form.value("version").unwrap(), role(&form, "Member"));
    let fields = [("version", version.as_str()), ("access", "roles"), ("roles", &role), ("ends", "")];
    let names = [("first_name", "Bea"), ("last_name", "Lima"), ("phone", "")];
    ana.post(&edit, &fields.into_iter().chain(names).collect::<Vec<_>>()).await;
    assert_eq!(lists_users(&bea).await, 403);
    assert_eq!(bea.get("/w/acme").await.status, 200, "she is still a member");
}

#[rstest]
#[tokio::test]
async fn another_password_ends_the_sessions_of_both(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_here, _there, ana, bea, id) = ana_and_bea(kind).await;
    let password = [("password", "seven quiet herons there"), ("confirm_password", "seven quiet herons there")];
    ana.post(&format!("/w/acme/users/{id}/password"), &password).await;
    assert_eq!(lists_users(&bea).await, 401);
}

#[rstest]
#[tokio::test]
async fn a_download_under_way_is_cut(
    #[values(Sqlite, Postgres)] kind: Kind,
    #[values("suspend", "sign_out")] action: &str,
) {
    let (here, there, ana, _, id) = ana_and_bea(kind).await;
    let plan = Plan { members: 450, seed: 1, slug: "acme".into(), name: "Acme Research".into() };
    seed(&here.roster, &plan).await.unwrap();
    // As the pages do, from the session's own cookie.
    let account = there.acting("bea@acme.example").await;
    let mut tx = there.roster.db.write().await.unwrap();
    let client = domain::auth::Client::default();
    let session = domain::auth::begin(&account, &mut tx, account.account().unwrap(), &client, false).await.unwrap();
    tx.commit().await.unwrap();
    let authenticated = domain::auth::resume(&there.roster, &session.token).await.unwrap().unwrap();
    let ctx = domain::Context { actor: authenticated.actor, ..account };
    let mut export = domain::users::export(&ctx, "acme", &UsersQuery::default(), "csv").await.unwrap();
    assert_eq!(export.next().await.unwrap().unwrap().len(), 200);
    act(&ana, &id, action).await;
    assert!(export.next().await.is_err());
}

#[rstest]
#[tokio::test]
async fn a_session_that_ends_here_has_ended_there(#[values(Sqlite, Postgres)] kind: Kind) {
    let (here, there, _, bea, _) = ana_and_bea(kind).await;
    bea.at(&here).post("/sign-out", &[]).await;
    assert!(bea.get("/w/acme/users").await.path().starts_with("/sign-in"));
    let (bea, _) = there.sign_in("bea@acme.example", PASSWORD).await;
    here.advance(Duration::from_hours(3));
    assert!(bea.at(&here).get("/w/acme/users").await.path().starts_with("/sign-in"));
}
