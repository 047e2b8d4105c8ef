//! Servers that die at any moment of an import or of its undo: what is committed is whole, and nothing happens twice.

use crate::import::{START, confirm, planned};
use crate::support::{Kind, PASSWORD, Postgres, Process, Sqlite, TestApp};
use domain::db::query;
use domain::{Database, accounts, audit, worker};
use model::accounts::Password;
use rstest::rstest;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// How many times a server dies: so often, or `ROSTER_TEST_KILLS` times.
fn kills(usually: u64) -> u64 {
    std::env::var("ROSTER_TEST_KILLS").map_or(usually, |kills| kills.parse().unwrap())
}

/// The next of a sequence that repeats itself for a seed.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

/// Works until so many waits for the database are over, and drops all that is under way, as a killed process would.
/// Whether it came to its end before.
async fn work_for(app: &TestApp, waits: u64) -> bool {
    let operator = app.operator();
    let mut work = pin!(worker::work(&operator, None));
    let mut left = waits;
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(worked) => {
            worked.unwrap();
            Poll::Ready(true)
        }
        Poll::Pending if left == 0 => Poll::Ready(false),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

/// After how many waits a server dies: within a step, or a few steps later.
fn waits(seed: &mut u64) -> u64 {
    let most = if next(seed).is_multiple_of(2) { 60 } else { 300 };
    1 + next(seed) % most
}

/// Two steps of work.
const ROWS: i64 = 620;

/// Rows that a batch writes, and some that it leaves to the verbs.
fn file() -> String {
    let mut file = String::from("email,first name,last name,role,job title\n");
    for n in 0..ROWS {
        let role = if n % 150 == 70 { "\"Viewer, Member\"" } else { "Viewer" };
        let email = if n == 333 { "robin@other.example".to_owned() } else { format!("p{n}@acme.example") };
        file.push_str(&format!("{email},Pat,Number {n},{role},Clerk\n"));
    }
    file
}

/// How many of each there are, which is as many as rows are done.
async fn require_whole(db: &Database, kill: u64) {
    let mut tx = db.read().await.unwrap();
    let one = async |tx: &mut domain::db::Tx, sql: &'static str| -> i64 {
        let (n,): (i64,) = query(sql).one(tx).await.unwrap();
        n
    };
    let done = one(&mut tx, "SELECT COUNT(*) FROM job_rows WHERE outcome = 'done'").await;
    let undone = one(&mut tx, "SELECT COUNT(*) FROM job_rows WHERE outcome = 'undone'").await;
    let robin =
        one(&mut tx, "SELECT COUNT(*) FROM members WHERE email = 'robin@other.example' AND status = 'active'").await;
    for (what, sql, expected) in [
        ("members", "SELECT COUNT(*) FROM members WHERE status = 'active'", 1 + done),
        ("accounts", "SELECT COUNT(*) FROM accounts WHERE email <> 'robin@other.example'", 1 + done - robin),
        (
            "holders",
            "SELECT COUNT(DISTINCT member_id) FROM member_roles x JOIN members m ON m.id = x.member_id WHERE m.status = 'active'",
            done,
        ),
        ("added", "SELECT COUNT(*) FROM audit_events WHERE action = 'member.create'", done + undone),
        ("entitled", "SELECT COUNT(*) FROM audit_events WHERE action = 'member.edit'", done + undone),
        ("gone", "SELECT COUNT(*) FROM audit_events WHERE action IN ('member.purge', 'member.remove')", undone),
        ("counted", "SELECT value FROM counters WHERE name = 'members.active'", 1 + done),
        ("joined", "SELECT CAST(SUM(joined) AS BIGINT) FROM member_days", 1 + done + undone),
        ("went", "SELECT CAST(SUM(went) AS BIGINT) FROM member_days", undone),
        ("refused", "SELECT COUNT(*) FROM job_rows WHERE outcome IN ('refused', 'kept')", 0),
    ] {
        assert_eq!(one(&mut tx, sql).await, expected, "{what} after kill {kill}: {done} done, {undone} undone");
    }
    let (state, counted, total): (String, i64, i64) =
        query("SELECT state, done, total FROM jobs ORDER BY id DESC LIMIT 1").one(&mut tx).await.unwrap();
    let expected = if state.starts_with("undo") { total - done } else { done };
    assert_eq!(counted, expected, "progress after kill {kill}, {state}");
    let indexed = one(&mut tx, "SELECT COUNT(*) FROM member_search").await;
    assert_eq!(indexed, one(&mut tx, "SELECT COUNT(*) FROM members").await, "indexed after kill {kill}");
}

async fn state(db: &Database) -> String {
    let mut tx = db.read().await.unwrap();
    let (state,): (String,) = query("SELECT state FROM jobs ORDER BY id DESC LIMIT 1").one(&mut tx).await.unwrap();
    state
}

#[rstest]
#[tokio::test]
async fn an_import_survives_seeded_kills_at_any_query(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let robin = accounts::NewPerson {
        email: "robin@other.example".into(),
        first_name: "Robin".into(),
        last_name: "Other".into(),
        new_membership: None,
    };
    accounts::create(&app.operator(), &robin, &Password::new(PASSWORD)).await.unwrap();
    let (mut seed, mut killed) = (7, 0);
    while killed < kills(25) {
        // The newest import is the one with the greatest id, which begins with its moment.
        app.advance(Duration::from_secs(1));
        let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
        let plan = planned(&app, &ana, &file(), "add").await;
        let path = plan.path().split('?').next().unwrap().to_owned();
        for go in ["apply", "undo"] {
            let page = ana.post(&path, &[("go", go)]).await;
            assert_eq!(page.status, 200, "{go}: {}", page.text());
            while !work_for(&app, waits(&mut seed)).await {
                require_whole(&app.roster.db, killed).await;
                app.advance(Duration::from_secs(31));
                killed += 1;
            }
            assert_eq!(state(&app.roster.db).await, if go == "apply" { "done" } else { "undone" });
            require_whole(&app.roster.db, killed).await;
        }
    }
    let verified = audit::verify(&app.operator(), Some("acme")).await.unwrap();
    assert!(verified.iter().all(|one| one.found.is_ok()), "{verified:?}");
}

/// Waits until the newest import has come to this.
async fn until(db: &Database, wanted: &str) {
    for _ in 0..600 {
        if state(db).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{} and not {wanted}", state(db).await);
}

#[rstest]
#[tokio::test]
async fn an_import_survives_kill_9(#[values(Sqlite, Postgres)] kind: Kind) {
    let mut server = Process::start(kind, &[]).await;
    let ana = server.set_up().await;
    let db = Database::open(&server.database_url).await.unwrap();
    let (mut seed, mut killed) = (11, 0);
    let mut browser = ana;
    while killed < kills(4) {
        let page = browser.upload(START, "people.csv", file().as_bytes()).await;
        let path = confirm(&browser, &page, "add").await.path().split('?').next().unwrap().to_owned();
        until(&db, "ready").await;
        for (go, end) in [("apply", "done"), ("undo", "undone")] {
            let page = browser.post(&path, &[("go", go)]).await;
            assert_eq!(page.status, 200, "{go}: {}", page.text());
            for _ in 0..2 {
                tokio::time::sleep(Duration::from_millis(next(&mut seed) % 400)).await;
                server.kill().await;
                killed += 1;
                // PostgreSQL may be at a commit that was sent before.
                tokio::time::sleep(Duration::from_millis(200)).await;
                require_whole(&db, killed).await;
                // Nobody waits for the lease of a server that is gone.
                let mut tx = db.write().await.unwrap();
                query("UPDATE jobs SET lease_until = 0").run(&mut tx).await.unwrap();
                tx.commit().await.unwrap();
                server = server.again().await;
            }
            until(&db, end).await;
            require_whole(&db, killed).await;
            browser = server.browser();
            browser.post("/sign-in", &[("email", "ana@acme.example"), ("password", PASSWORD)]).await;
        }
    }
}
