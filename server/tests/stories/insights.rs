//! Insights on Home, a feature of the Lab: who joined and stayed, growth, dormant people, and how long the seats last.

use crate::accept::invite;
use crate::people::{act, id_of};
use crate::support::{Kind, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::clock::DAY;
use domain::db::query;
use domain::settings::SearchBudget;
use domain::workspaces::insights::{YearMonth, insights, refresh};
use model::Error;
use model::plans::{Plan, Plans};
use model::users::{LastActive, Status, UsersQuery};
use rstest::rstest;
use std::time::Duration;

const ANA: &str = "ana@acme.example";

/// Turns a feature on for whoever has this address.
pub async fn turn_on(app: &TestApp, email: &str, feature: &str) {
    let mut tx = app.roster.db.write().await.unwrap();
    query(
        "INSERT INTO lab_choices (account_id, feature, consented, chosen_at)
         SELECT id, $2, FALSE, 0 FROM accounts WHERE email_key = $1",
    )
    .bind(email)
    .bind(feature)
    .run(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn last_active(app: &TestApp, email: &str, at: i64) {
    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE members SET last_active_at = $2 WHERE email_key = $1")
        .bind(email)
        .bind(at)
        .run(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[rstest]
#[tokio::test]
async fn home_shows_insights_only_where_the_feature_is_on(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let home = ana.get("/w/acme").await;
    assert!(!home.body.contains("insights") && !home.shows("Cohorts"), "{}", home.text());
    assert_eq!(insights(&app.acting(ANA).await, "acme").await, Err(Error::NotFound));
    let (status, _) = ana.call("workspaces/insights", &serde_json::json!({ "slug": "acme" })).await;
    assert_eq!(status, 404);

    turn_on(&app, ANA, "insights").await;
    let home = ana.get("/w/acme").await;
    for title in ["Growth", "Cohorts", "Dormant people", "Seat forecast"] {
        assert!(home.shows(title), "{title}: {}", home.text());
    }
    assert_eq!(home.all(".insights svg.chart-plot").len(), 3, "{}", home.text());
    assert_eq!(home.all(".insights table.figures").len(), 3, "a table behind each: {}", home.text());
    // Who may not see the users gets no insights, whatever is on.
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    turn_on(&app, "bea@acme.example", "insights").await;
    assert!(!bea.get("/w/acme").await.body.contains("data-feature"));
    assert_eq!(insights(&app.acting("bea@acme.example").await, "acme").await, Err(Error::Forbidden));
}

#[rstest]
#[tokio::test]
async fn who_joined_and_went_and_stayed_is_told_month_by_month(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    turn_on(&app, ANA, "insights").await;
    for email in ["bea@acme.example", "caio@acme.example", "dora@acme.example"] {
        member(&app, &ana, email, "Member").await;
    }
    act(&ana, &id_of(&ana, "bea@acme.example").await, "remove").await;
    let dora = id_of(&ana, "dora@acme.example").await;
    act(&ana, &dora, "suspend").await;
    act(&ana, &dora, "activate").await;
    invite(&ana, "eva@acme.example").await;
    let ctx = app.acting(ANA).await;
    let found = insights(&ctx, "acme").await.unwrap();
    let now = found.months.last().unwrap();
    assert_eq!((now.joined, now.went, now.change, now.total), (4, 2, 3, 3), "who comes back does not join anew");
    let cohort = *found.counts.unwrap().cohorts.last().unwrap();
    assert_eq!((cohort.joined, cohort.active, cohort.recent), (4, 3, 3));

    app.advance(Duration::from_hours(70 * 24));
    let found = insights(&ctx, "acme").await.unwrap();
    let then: Vec<_> = found.months.iter().map(|flow| (flow.joined, flow.went, flow.total)).collect();
    assert_eq!(then.iter().filter(|month| month.0 == 4 && month.1 == 2 && month.2 == 3).count(), 1, "{then:?}");
    assert_eq!(then.last().map(|month| (month.0, month.2)), Some((0, 3)));
    assert_eq!(found.counts.unwrap().cohorts.iter().map(|cohort| cohort.recent).sum::<i64>(), 0);
}

#[rstest]
#[tokio::test]
async fn dormant_people_are_those_whom_the_list_behind_shows(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    turn_on(&app, ANA, "insights").await;
    let now = app.operator().now();
    for (email, days) in [("bea@acme.example", 31), ("caio@acme.example", 70), ("dora@acme.example", 100)] {
        member(&app, &ana, email, "Member").await;
        last_active(&app, email, now - days * DAY).await;
    }
    // Who never came, and who is suspended, is not dormant.
    member(&app, &ana, "eva@acme.example", "Member").await;
    last_active(&app, "eva@acme.example", 0).await;
    member(&app, &ana, "fia@acme.example", "Member").await;
    last_active(&app, "fia@acme.example", now - 200 * DAY).await;
    act(&ana, &id_of(&ana, "fia@acme.example").await, "suspend").await;
    let ctx = app.acting(ANA).await;
    let found = insights(&ctx, "acme").await.unwrap();
    assert_eq!(found.counts.unwrap().dormant, [3, 2, 1]);
    let home = ana.get("/w/acme").await;
    let links = home.attributes(".insights-lists a", "href");
    assert_eq!(links.len(), 3, "{}", home.text());
    for (link, count) in links.iter().zip(["3", "2", "1"]) {
        assert_eq!(ana.get(link).await.all(".page-title .count"), [count], "{link}");
    }
    let before = links[0].split("active=before%3A").nth(1).unwrap().to_owned();
    let asked =
        UsersQuery { status: Some(Status::Active), active: Some(LastActive::Before(before)), ..UsersQuery::default() };
    assert_eq!(domain::users::list(&ctx, "acme", &asked).await.unwrap().0.items.len(), 3);
}

#[rstest]
#[tokio::test]
async fn large_workspaces_are_counted_by_the_worker_once_a_day(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::with_effort(kind, SearchBudget { small_workspace: 0, ..SearchBudget::default() }).await;
    let ana = app.set_up().await;
    turn_on(&app, ANA, "insights").await;
    let ctx = app.acting(ANA).await;
    assert_eq!(insights(&ctx, "acme").await.unwrap().counts, None);
    assert!(ana.get("/w/acme").await.shows("So many people are counted once a day"));
    refresh(&app.operator()).await.unwrap();
    let first = insights(&ctx, "acme").await.unwrap().counts.unwrap();
    let cohort = first.cohorts.last().unwrap();
    assert_eq!((cohort.joined, cohort.month), (1, YearMonth { year: cohort.month.year, month: cohort.month.month }));
    app.advance(Duration::from_hours(23));
    refresh(&app.operator()).await.unwrap();
    assert_eq!(insights(&ctx, "acme").await.unwrap().counts.as_ref(), Some(&first), "not twice a day");
    app.advance(Duration::from_hours(2));
    refresh(&app.operator()).await.unwrap();
    assert!(insights(&ctx, "acme").await.unwrap().counts.unwrap().at > first.at);
    let (ana_again, _) = app.sign_in(ANA, crate::support::PASSWORD).await;
    app.advance(Duration::from_mins(90));
    assert!(ana_again.get("/w/acme").await.shows("Counted 2 hours ago"), "{}", ana_again.get("/w/acme").await.text());
}

#[rstest]
#[tokio::test]
async fn seats_are_forecast_by_the_median_of_the_last_full_months(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::with_settings(kind, |settings| {
        let team = Plan { key: "team".into(), name: "Team".into(), people: Some(20), ..Plan::default() };
        settings.plans = Plans { declared: vec![team], default: Some("team".into()), support: String::new() };
    })
    .await;
    let ana = app.set_up().await;
    turn_on(&app, ANA, "insights").await;
    assert!(ana.get("/w/acme").await.shows("There are too few full months"));
    // Three full months of two, four and four people, as the days have it.
    let ctx = app.acting(ANA).await;
    let mut tx = app.roster.db.write().await.unwrap();
    let month = insights(&ctx, "acme").await.unwrap().months.last().unwrap().month;
    for (back, change) in [(4, 1), (3, 2), (2, 4), (1, 4)] {
        let then = month.before(back);
        query(
            "INSERT INTO member_days (workspace_id, day, change, joined, went)
             SELECT id, $1, $2, $2, 0 FROM workspaces WHERE slug = 'acme'",
        )
        .bind(then.first_day() + 3)
        .bind(change)
        .run(&mut tx)
        .await
        .unwrap();
    }
    query("UPDATE counters SET value = value + 11 WHERE name = 'members.active'").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let forecast = insights(&ctx, "acme").await.unwrap().forecast;
    let pace = forecast.pace.unwrap();
    assert_eq!((pace.slow, pace.median, pace.fast, forecast.months), (3, 4, 4, 3));
    assert_eq!((forecast.seats, forecast.months_at(pace.median)), (Some((12, 20)), Some(2)));
    let home = ana.get("/w/acme").await;
    assert!(home.shows("8 seats are free. At the median of 4 a month they last 2 months"), "{}", home.text());
    assert!(home.shows("3 full months were looked at"), "{}", home.text());
    assert_eq!(home.all(".insights table.figures").len(), 4);
}
