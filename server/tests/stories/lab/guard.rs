//! A feature that fails too often turns itself off.

use super::{ANA, LAB, evaluated, turn};
use crate::support::{Browser, Kind, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::db::query;
use domain::lab;
use model::lab::{Feature, Why};
use reqwest::StatusCode;
use rstest::rstest;
use std::time::Duration;

async fn people(app: &TestApp, ana: &Browser) -> Vec<Browser> {
    let mut people = Vec::new();
    for name in ["ben", "cem", "dan"] {
        people.push(member(app, ana, &format!("{name}@acme.example"), "Member").await);
    }
    people
}

async fn reports(browser: &Browser, times: usize) {
    for _ in 0..times {
        assert_eq!(browser.post("/browser-failures", &[]).await.status, StatusCode::NO_CONTENT);
    }
}

async fn judge(app: &TestApp) {
    let operator = app.operator();
    lab::flush(&operator).await.unwrap();
    lab::guard(&operator).await.unwrap();
}

async fn events(app: &TestApp) -> i64 {
    let (events,): (i64,) = query("SELECT COUNT(*) FROM audit_events WHERE action = 'lab.disable'")
        .one(&mut app.roster.db.read().await.unwrap())
        .await
        .unwrap();
    events
}

#[rstest]
#[tokio::test]
async fn a_feature_that_fails_turns_itself_off_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let people = people(&app, &ana).await;
    for browser in &people {
        turn(browser, Feature::Insights, "on").await;
    }
    // What was asked for before does not count for a feature that is on now.
    lab::flush(&app.operator()).await.unwrap();
    for _ in 0..5 {
        ana.get("/w/acme").await;
    }
    for browser in &people {
        reports(browser, 8).await;
    }
    judge(&app).await;
    let ben = "ben@acme.example";
    assert_eq!(evaluated(&app, ben, Some("acme"), Feature::Insights).await, (false, Why::Guard));
    assert_eq!(evaluated(&app, ANA, Some("acme"), Feature::CommandPalette).await, (false, Why::Default));
    assert_eq!(events(&app).await, 1);
    let other = app.another_server().await;
    judge(&other).await;
    judge(&app).await;
    assert_eq!(events(&app).await, 1, "of several servers one turns it off");
    assert!(people[0].get("/w/acme").await.shows("Something has changed about a feature that you had on."));
    assert!(people[0].get(LAB).await.shows("Insights on Home failed too often"));
    assert!(
        !ana.get("/w/acme").await.shows("Something has changed about a feature"),
        "who never had it on is not told"
    );
    let mails = app.mails().await;
    let told: Vec<_> =
        mails.iter().filter(|mail| mail["subject"] == "Roster has turned off Insights on Home").collect();
    assert_eq!(told.len(), 1, "{mails:?}");

    app.command(&["lab", "enable", "insights"]).await.unwrap();
    assert_eq!(evaluated(&app, ben, Some("acme"), Feature::Insights).await, (true, Why::You));
    judge(&app).await;
    assert_eq!(events(&app).await, 1, "what was counted before is forgotten");
}

#[rstest]
#[tokio::test]
async fn an_outage_for_everyone_turns_nothing_off(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let people = people(&app, &ana).await;
    for browser in &people {
        turn(browser, Feature::Insights, "on").await;
    }
    lab::flush(&app.operator()).await.unwrap();
    query("DELETE FROM lab_requests").run(&mut app.roster.db.write().await.unwrap()).await.unwrap();
    for browser in &people {
        reports(browser, 8).await;
    }
    reports(&ana, 10).await;
    judge(&app).await;
    assert_eq!(evaluated(&app, "ben@acme.example", None, Feature::Insights).await, (true, Why::You));
    // A quarter of an hour later it is forgotten.
    app.advance(Duration::from_mins(16));
    judge(&app).await;
    assert_eq!(events(&app).await, 0);
}

#[rstest]
#[tokio::test]
async fn failed_answers_count_and_reports_are_limited(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    lab::flush(&app.operator()).await.unwrap();
    let failed = async || -> (i64, i64) {
        lab::flush(&app.operator()).await.unwrap();
        query("SELECT CAST(COALESCE(SUM(requests), 0) AS BIGINT), CAST(COALESCE(SUM(failed), 0) AS BIGINT) FROM lab_requests")
            .one(&mut app.roster.db.read().await.unwrap())
            .await
            .unwrap()
    };
    let before = failed().await;
    assert_eq!(before.1, 0);
    ana.get("/w/acme").await;
    assert_eq!(failed().await, (before.0 + 1, 0));

    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE workspaces SET country = 'nowhere'").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let (status, _) = ana.call("workspaces/settings", &serde_json::json!({ "slug": "acme" })).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(failed().await, (before.0 + 2, 1));

    reports(&ana, 10).await;
    assert_eq!(ana.post("/browser-failures", &[]).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(failed().await, (before.0 + 12, 11));
    assert_eq!(app.browser().post("/browser-failures", &[]).await.status, StatusCode::UNAUTHORIZED);
    let large = "a".repeat(2_000);
    assert_eq!(ana.post("/browser-failures", &[("message", &large)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let foreign = ana.post_from("https://evil.example", "/browser-failures", &[]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert_eq!(failed().await, (before.0 + 12, 11));
}
