//! Seeding: many at once makes what one by one makes.

use crate::support::{Kind, Postgres, Sqlite, TestApp};
use domain::db::query;
use domain::seed::{Plan, SeedMode, SignInWith, seed, seed_by, seed_credits, seed_groups};
use rstest::rstest;
use std::time::Duration;

const MEMBERS: u32 = 900;

fn plan(members: u32) -> Plan {
    Plan { members, seed: 7, slug: "acme".into(), name: "Acme Research".into() }
}

async fn seeded(app: &TestApp, way: SeedMode, members: u32) -> SignInWith {
    seed_by(&app.roster, &plan(members), way, |_| {}).await.unwrap()
}

/// Two Rosters at the same moment.
async fn twins(kind: Kind) -> (TestApp, TestApp) {
    let (first, second) = (TestApp::empty(kind).await, TestApp::empty(kind).await);
    let behind = second.roster.clock.now() - first.roster.clock.now();
    first.advance(Duration::from_micros(behind.unsigned_abs()));
    assert_eq!(first.roster.clock.now(), second.roster.clock.now());
    (first, second)
}

/// Each row of a query that answers one text per row.
pub async fn rows(app: &TestApp, sql: String) -> Vec<String> {
    let mut tx = app.roster.db.read().await.unwrap();
    let rows: Vec<(Option<String>,)> = query(sql).all(&mut tx).await.unwrap();
    rows.into_iter().map(|(row,)| row.expect("no column is null")).collect()
}

/// These columns as one text, nulls included.
pub fn joined(columns: &str) -> String {
    let text = |column: &str| format!("COALESCE(CAST({column} AS TEXT), 'null')");
    columns.split_whitespace().map(text).collect::<Vec<_>>().join(" || '|' || ")
}

/// All that is in the database, but for ids and what is made by chance.
pub async fn contents(app: &TestApp) -> Vec<(&'static str, Vec<String>)> {
    let accounts = joined(
        "email email_key first_name last_name phone language time_zone theme_preference password_set_at password_temporary
         password_expires_at created_at version",
    );
    let members = joined(
        "w.slug a.email m.status m.super_user m.source b.email m.joined_at m.last_active_at m.ends_at m.removed_at
         m.second_factor m.email m.first_name m.last_name m.phone m.job_title m.name_key m.email_key m.phone_key
         m.job_title_key m.role_key m.search m.verify_email_key m.accepted_at m.version",
    );
    let roles = joined("m.email r.builtin r.name");
    let events = joined("w.slug e.at b.email e.channel e.address e.action m.email e.target e.before e.after");
    let mut contents = vec![
        ("accounts", rows(app, format!("SELECT {accounts} FROM accounts ORDER BY 1")).await),
        (
            "members",
            rows(
                app,
                format!(
                    "SELECT {members} FROM members m JOIN workspaces w ON w.id = m.workspace_id
                     LEFT JOIN accounts a ON a.id = m.account_id LEFT JOIN accounts b ON b.id = m.added_by ORDER BY 1"
                ),
            )
            .await,
        ),
        (
            "member_roles",
            rows(
                app,
                format!(
                    "SELECT {roles} FROM member_roles x JOIN members m ON m.id = x.member_id
                     JOIN roles r ON r.id = x.role_id ORDER BY 1"
                ),
            )
            .await,
        ),
        (
            "audit_events",
            rows(
                app,
                format!(
                    "SELECT {events} FROM audit_events e LEFT JOIN workspaces w ON w.id = e.workspace_id
                     LEFT JOIN accounts b ON b.id = e.actor_id LEFT JOIN members m ON m.id = e.target_id ORDER BY 1"
                ),
            )
            .await,
        ),
        ("counters", rows(app, format!("SELECT {} FROM counters ORDER BY 1", joined("name value"))).await),
        (
            "member_days",
            rows(app, format!("SELECT {} FROM member_days ORDER BY 1", joined("day change joined went"))).await,
        ),
        ("mails", rows(app, format!("SELECT {} FROM outbox ORDER BY 1", joined("recipient"))).await),
    ];
    // A role's id stands in its event.
    let ids: Vec<(String, String)> = {
        let mut tx = app.roster.db.read().await.unwrap();
        let found: Vec<(uuid::Uuid, String)> = query("SELECT id, name FROM roles").all(&mut tx).await.unwrap();
        found.into_iter().map(|(id, name)| (id.to_string(), name)).collect()
    };
    for row in contents.iter_mut().flat_map(|(_, rows)| rows) {
        for (id, name) in &ids {
            *row = row.replace(id, name);
        }
    }
    for (_, rows) in &mut contents {
        rows.sort();
    }
    contents
}

#[rstest]
#[tokio::test]
async fn many_at_once_make_what_one_by_one_makes(#[values(Sqlite, Postgres)] kind: Kind) {
    let (one_by_one, at_once) = twins(kind).await;
    let by_verbs = seeded(&one_by_one, SeedMode::Verbs, MEMBERS).await;
    let in_bulk = seeded(&at_once, SeedMode::Bulk, MEMBERS).await;
    for ((table, expected), (_, found)) in contents(&one_by_one).await.into_iter().zip(contents(&at_once).await) {
        assert!(expected.len() > 2, "{table}: {expected:?}");
        for (expected, found) in expected.iter().zip(&found) {
            assert_eq!(expected, found, "{table}");
        }
        assert_eq!(expected.len(), found.len(), "{table}");
    }

    let (one, _) = one_by_one.sign_in(&by_verbs.email, by_verbs.password.reveal()).await;
    let (other, _) = at_once.sign_in(&in_bulk.email, in_bulk.password.reveal()).await;
    for query in [
        "q=zo",
        "q=zoe",
        "q=%E7%8E%8B",
        "q=acme.ex",
        "q=%2B49",
        "q=new.",
        "status=suspended",
        "mfa=with&sort=-last_active",
        "role=super-user&q=a",
        "source=seeded&sort=-email",
        "active=never&sort=phone",
    ] {
        let address = format!("/w/acme/users?size=200&{query}");
        let (expected, found) = (one.get(&address).await, other.get(&address).await);
        assert_eq!(expected.status, 200, "{query}");
        let mails = expected.all("tbody .person-mail");
        assert!(!mails.is_empty(), "{query}");
        assert_eq!(mails, found.all("tbody .person-mail"), "{query}");
        assert_eq!(expected.all(".page-title .count"), found.all(".page-title .count"), "{query}");
    }
}

#[rstest]
#[tokio::test]
async fn counters_and_index_go_with_the_rows(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    seeded(&app, SeedMode::Bulk, MEMBERS).await;
    let mut tx = app.roster.db.read().await.unwrap();
    let (active, suspended, invited, indexed, days): (i64, i64, i64, i64, i64) = query(
        "SELECT (SELECT COUNT(*) FROM members WHERE status = 'active'),
                (SELECT COUNT(*) FROM members WHERE status = 'suspended'),
                (SELECT COUNT(*) FROM members WHERE status = 'invited'),
                (SELECT COUNT(*) FROM member_search),
                (SELECT CAST(SUM(change) AS BIGINT) FROM member_days)",
    )
    .one(&mut tx)
    .await
    .unwrap();
    let counters: Vec<(String, i64)> =
        query("SELECT name, value FROM counters ORDER BY name").all(&mut tx).await.unwrap();
    let expected = [("invitations.pending", invited), ("members.active", active), ("members.suspended", suspended)];
    assert_eq!(counters, expected.map(|(name, count)| (name.to_owned(), count)));
    assert_eq!((active + suspended, invited, days), (i64::from(MEMBERS), 5, active));
    assert!(suspended > 0);
    assert_eq!(indexed, active + suspended + invited, "everyone is in the index");
}

#[rstest]
#[tokio::test]
async fn groups_are_seeded_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let sign_in = seeded(&app, SeedMode::Bulk, 200).await;
    for _ in 0..2 {
        seed_groups(&app.roster, &plan(200)).await.unwrap();
    }
    let (admin, _) = app.sign_in(&sign_in.email, sign_in.password.reveal()).await;
    let names = ["Customer support", "Finance", "People team", "Summer party"];
    let page = admin.get("/w/acme/groups").await;
    assert_eq!(page.all(".groups-table .row-link"), names);
    assert!(page.all(".groups-table .cell-number a").iter().all(|people| people != "0"), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn seeding_again_adds_who_is_missing(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    seeded(&app, SeedMode::Verbs, 300).await;
    let there = rows(&app, "SELECT email FROM members ORDER BY email".into()).await;
    seeded(&app, SeedMode::Bulk, MEMBERS).await;
    seeded(&app, SeedMode::Bulk, MEMBERS).await;
    let sign_in = seed(&app.roster, &plan(MEMBERS)).await.unwrap();
    let now = rows(&app, "SELECT email FROM members ORDER BY email".into()).await;
    assert_eq!(now.len(), MEMBERS as usize + 5);
    assert!(there.iter().all(|email| now.contains(email)));
    let (admin, _) = app.sign_in(&sign_in.email, sign_in.password.reveal()).await;
    assert!(admin.get("/w/acme/users").await.shows("Users 905"));
}

#[rstest]
#[tokio::test]
async fn month_of_credits_is_seeded_once_and_adds_up(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    seeded(&app, SeedMode::Verbs, 12).await;
    for _ in 0..2 {
        seed_credits(&app.roster, &plan(12)).await.unwrap();
    }
    let verified = domain::credits::verify(&app.operator(), Some("acme")).await.unwrap();
    assert_eq!(verified[0].disagreement, None);
    assert!(verified[0].entries > 100, "{verified:?}");
    let overview = domain::credits::overview(&app.operator(), "acme").await.unwrap();
    assert!(overview.balance.active && overview.balance.available() > 0 && overview.balance.reserved > 0);
    assert!(overview.forecast.is_some_and(|forecast| forecast.median > 0), "{overview:?}");
    assert_eq!(domain::credits::requests::pending(&app.operator(), "acme").await, Ok(1));
}
