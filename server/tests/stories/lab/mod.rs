//! The Lab: features that are still tested, off until someone turns them on.

mod guard;
mod ofrep;
mod passkey_only;
mod workspace;

use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use domain::db::query;
use domain::lab;
use model::lab::{Feature, PastFeature, PastKind, Why};
use rstest::rstest;
use serde_json::json;

const LAB: &str = "/settings/lab";

async fn turn(browser: &Browser, feature: Feature, action: &str) -> Page {
    browser.post(LAB, &[("action", action), ("feature", feature.key())]).await
}

/// Whether a feature is on for the holder of an address, and why.
async fn evaluated(app: &TestApp, email: &str, workspace: Option<&str>, feature: Feature) -> (bool, Why) {
    let ctx = app.acting(email).await;
    let account = ctx.account().unwrap();
    let mut tx = app.roster.db.read().await.unwrap();
    let found = lab::evaluate(&ctx, &mut tx, account, workspace, feature).await.unwrap();
    (found.value, found.why)
}

const ANA: &str = "ana@acme.example";

#[rstest]
#[tokio::test]
async fn features_are_off_until_turned_on_by_a_plain_form(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let page = ana.get(LAB).await;
    assert!(page.shows("Use at your own risk in production environments"), "{}", page.text());
    for feature in Feature::ALL {
        assert!(page.shows(model::Language::English.texts().get(&feature.name_key())), "{}", feature.key());
        assert_eq!(evaluated(&app, ANA, Some("acme"), *feature).await, (false, Why::Default));
    }
    assert!(page.shows("Alpha") && page.shows("Beta") && page.shows("Low risk") && page.shows("Medium risk"));

    assert_eq!(turn(&ana, Feature::Insights, "on").await.path(), "/settings/lab?done=turned_on");
    assert_eq!(evaluated(&app, ANA, Some("acme"), Feature::Insights).await, (true, Why::You));
    assert!(ana.get(LAB).await.shows("You turned it on."));
    // Twice is once.
    turn(&ana, Feature::Insights, "on").await;
    turn(&ana, Feature::CommandPalette, "on").await;
    assert_eq!(turn(&ana, Feature::Insights, "off").await.path(), "/settings/lab?done=turned_off");
    assert_eq!(evaluated(&app, ANA, Some("acme"), Feature::Insights).await, (false, Why::Default));

    ana.post(LAB, &[("action", "all_off")]).await;
    assert_eq!(evaluated(&app, ANA, None, Feature::CommandPalette).await, (false, Why::Default));
    let (turned_on,): (i64,) = query("SELECT COUNT(*) FROM audit_events WHERE action = 'lab.turn_on'")
        .one(&mut app.roster.db.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(turned_on, 2);
    assert_eq!(ana.post(LAB, &[("action", "on"), ("feature", "nothing")]).await.status, 404);
}

#[rstest]
#[tokio::test]
async fn hidden_previews_leave_what_is_on(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    turn(&ana, Feature::Insights, "on").await;
    ana.post(LAB, &[("action", "previews"), ("hide", "on")]).await;
    let page = ana.get(LAB).await;
    assert!(page.shows("Insights on Home") && !page.shows("Command palette"), "{}", page.text());
    ana.post(LAB, &[("action", "previews")]).await;
    assert!(ana.get(LAB).await.shows("Command palette"));
}

#[rstest]
#[tokio::test]
async fn the_operator_turns_a_feature_off_for_everyone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    turn(&ana, Feature::Insights, "on").await;
    app.command(&["lab", "disable", "insights"]).await.unwrap();
    assert_eq!(evaluated(&app, ANA, Some("acme"), Feature::Insights).await, (false, Why::KillSwitch));
    assert!(ana.get(LAB).await.shows("The operator has turned it off for everyone."));
    let listed = app.command(&["lab", "list"]).await.unwrap();
    assert!(listed.contains("insights: beta, low risk, turned on by 1; off for everyone, by the operator"), "{listed}");
    let page = turn(&ana, Feature::Insights, "on").await;
    assert!(page.shows("can’t be turned on at the moment"), "{}", page.text());

    app.command(&["lab", "enable", "insights"]).await.unwrap();
    assert_eq!(evaluated(&app, ANA, Some("acme"), Feature::Insights).await, (true, Why::You));
    let (events,): (i64,) = query(
        "SELECT COUNT(*) FROM audit_events WHERE action IN ('lab.disable', 'lab.enable') AND target = 'insights'",
    )
    .one(&mut app.roster.db.read().await.unwrap())
    .await
    .unwrap();
    assert_eq!(events, 2);
    assert!(app.command(&["lab", "disable", "nothing"]).await.unwrap_err().contains("command-palette"));
}

#[rstest]
#[tokio::test]
async fn the_setting_turns_a_feature_off_for_everyone(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::with_settings(kind, |settings| settings.lab_disabled = vec![Feature::Insights]).await;
    let ana = app.set_up().await;
    assert!(turn(&ana, Feature::Insights, "on").await.shows("can’t be turned on at the moment"));
    assert_eq!(evaluated(&app, ANA, None, Feature::Insights).await, (false, Why::KillSwitch));
    turn(&ana, Feature::CommandPalette, "on").await;
    assert_eq!(evaluated(&app, ANA, None, Feature::CommandPalette).await, (true, Why::You));
    let listed = app.command_with(&["lab", "list"], Some(("ROSTER_LAB_DISABLED", "insights".into()))).await.unwrap();
    assert!(listed.contains("off for everyone, by LAB_DISABLED"), "{listed}");
    let refused = app.command_with(&["lab", "list"], Some(("ROSTER_LAB_DISABLED", "nothing".into()))).await;
    assert!(refused.unwrap_err().contains("LAB_DISABLED"));
}

#[rstest]
#[tokio::test]
async fn whoever_had_a_past_feature_is_told_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    turn(&ana, Feature::Insights, "on").await;
    turn(&ana, Feature::CommandPalette, "on").await;
    let past = [
        PastFeature { key: "insights", kind: PastKind::Graduated, on: "2026-12-01" },
        PastFeature { key: "command-palette", kind: PastKind::Removed, on: "2026-12-01" },
    ];
    let operator = app.operator();
    lab::tell_of_past(&operator, &past).await.unwrap();
    assert!(ana.get("/w/acme").await.shows("Something has changed about a feature that you had on."));
    let page = ana.get(LAB).await;
    assert!(page.shows("Insights on Home has left the Lab: everyone has it now."), "{}", page.text());
    assert!(page.shows("Command palette has been removed from Roster."));
    assert_eq!(evaluated(&app, ANA, None, Feature::Insights).await, (false, Why::Default), "the choice is deleted");

    ana.post(LAB, &[("action", "dismiss")]).await;
    lab::tell_of_past(&operator, &past).await.unwrap();
    assert!(!ana.get(LAB).await.shows("has left the Lab"));
    assert!(!ana.get("/w/acme").await.shows("Something has changed about a feature"));
}

#[rstest]
#[tokio::test]
async fn a_page_costs_one_query_more_for_the_lab(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let cost = async |app: &TestApp| {
        let before = app.roster.db.queries();
        assert_eq!(ana.get("/w/acme/roles").await.status, 200);
        app.roster.db.queries() - before
    };
    let off = cost(&app).await;
    for feature in [Feature::Insights, Feature::CommandPalette, Feature::ListKeyboard] {
        turn(&ana, feature, "on").await;
    }
    assert_eq!(cost(&app).await, off, "as many whatever is on");
    let (status, view) = ana.call("account/lab", &json!({})).await;
    assert_eq!(status, 200);
    assert_eq!(view["features"].as_array().unwrap().iter().filter(|card| card["chosen"] == true).count(), 3);
}
