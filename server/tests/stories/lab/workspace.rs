//! A workspace's say.

use super::{ANA, LAB, evaluated, turn};
use crate::support::{Kind, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::db::query;
use model::lab::{Feature, Why};
use rstest::rstest;

const SETTINGS: &str = "/w/acme/settings/lab";
const BEN: &str = "ben@acme.example";

#[rstest]
#[tokio::test]
async fn a_workspace_denies_and_forces(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let ben = member(&app, &ana, BEN, "Member").await;
    let set = async |policy: &str| ana.post(SETTINGS, &[("feature", "insights"), ("policy", policy)]).await;
    assert_eq!(set("force").await.path(), "/w/acme/settings/lab?done=saved");
    assert_eq!(evaluated(&app, BEN, Some("acme"), Feature::Insights).await, (true, Why::WorkspaceForces));
    assert_eq!(evaluated(&app, BEN, None, Feature::Insights).await, (false, Why::Default), "only there");
    assert!(ben.get(LAB).await.shows("turns it on for everyone."));

    turn(&ben, Feature::Insights, "on").await;
    set("deny").await;
    assert_eq!(evaluated(&app, BEN, Some("acme"), Feature::Insights).await, (false, Why::WorkspaceDenies));
    assert_eq!(evaluated(&app, BEN, None, Feature::Insights).await, (true, Why::You));
    assert!(ana.get(SETTINGS).await.shows("One person here has turned it on."));

    set("allow").await;
    assert_eq!(evaluated(&app, BEN, Some("acme"), Feature::Insights).await, (true, Why::You));
    assert_eq!(evaluated(&app, ANA, Some("acme"), Feature::Insights).await, (false, Why::Default));
    let (events,): (i64,) = query("SELECT COUNT(*) FROM audit_events WHERE action = 'lab.set_policy'")
        .one(&mut app.roster.db.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(events, 3);
    assert!(ana.get("/w/acme/audit").await.shows("set the policy of the feature insights"));
}

#[rstest]
#[tokio::test]
async fn policies_are_for_those_who_may_edit_settings(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let ben = member(&app, &ana, BEN, "Member").await;
    let refused = ben.post(SETTINGS, &[("feature", "insights"), ("policy", "force")]).await;
    assert_eq!(refused.status, 403);
    assert_eq!(ben.get(SETTINGS).await.text(), ben.get(SETTINGS).await.text());
    assert_eq!(evaluated(&app, BEN, Some("acme"), Feature::Insights).await, (false, Why::Default));
    assert_eq!(ana.post(SETTINGS, &[("feature", "insights"), ("policy", "nonsense")]).await.status, 422);
    assert_eq!(ana.post(SETTINGS, &[("feature", "nothing"), ("policy", "deny")]).await.status, 404);
    assert_eq!(ana.post("/w/other/settings/lab", &[("feature", "insights"), ("policy", "deny")]).await.status, 404);
}

#[rstest]
#[tokio::test]
async fn a_former_member_keeps_nothing_of_a_workspaces_say(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let _ben = member(&app, &ana, BEN, "Member").await;
    ana.post(SETTINGS, &[("feature", "insights"), ("policy", "force")]).await;
    let id = crate::people::id_of(&ana, BEN).await;
    crate::people::act(&ana, &id, "suspend").await;
    assert_eq!(evaluated(&app, BEN, Some("acme"), Feature::Insights).await, (false, Why::Default));
}
