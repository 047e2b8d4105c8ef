//! Servers that die at any moment of an import or of its undo: what is committed is whole, and nothing happens twice.

use crate::groups;
use crate::import::{START, confirm, decide, planned};
use crate::import_batches::robin_elsewhere;
use crate::support::{Kind, PASSWORD, Page, Postgres, Process, Sqlite, TestApp};
use domain::db::query;
use domain::{Database, audit, worker};
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

/// After how many waits a server dies: within a step, or a few steps later. SQLite's rows are waited for one by one, and
/// PostgreSQL's as they come.
fn waits(seed: &mut u64, kind: Kind) -> u64 {
    let [soon, late] = if kind == Sqlite { [300, 12_000] } else { [60, 300] };
    let most = if next(seed).is_multiple_of(2) { soon } else { late };
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

/// What is counted, each by a statement of its own.
const COUNTS: [(&str, &str); 15] = [
    ("done", "SELECT COUNT(*) FROM job_rows WHERE outcome = 'done'"),
    ("undone", "SELECT COUNT(*) FROM job_rows WHERE outcome = 'undone'"),
    ("refused", "SELECT COUNT(*) FROM job_rows WHERE outcome IN ('refused', 'kept')"),
    ("robin", "SELECT COUNT(*) FROM members WHERE email = 'robin@other.example' AND status = 'active'"),
    ("members", "SELECT COUNT(*) FROM members WHERE status = 'active'"),
    ("accounts", "SELECT COUNT(*) FROM accounts WHERE email <> 'robin@other.example'"),
    (
        "holders",
        "SELECT COUNT(DISTINCT member_id) FROM member_roles x JOIN members m ON m.id = x.member_id WHERE m.status = 'active'",
    ),
    ("added", "SELECT COUNT(*) FROM audit_events WHERE action = 'member.create'"),
    ("entitled", "SELECT COUNT(*) FROM audit_events WHERE action = 'member.edit'"),
    ("gone", "SELECT COUNT(*) FROM audit_events WHERE action IN ('member.purge', 'member.remove')"),
    ("counted", "SELECT value FROM counters WHERE name = 'members.active'"),
    ("joined", "SELECT SUM(joined) FROM member_days"),
    ("went", "SELECT SUM(went) FROM member_days"),
    ("rows of members", "SELECT COUNT(*) FROM members"),
    ("indexed", "SELECT COUNT(*) FROM member_search"),
];

/// How many of each there are, which is as many as rows are done. All in one statement, which sees one moment: on
/// PostgreSQL a commit that was sent before the kill may arrive between two of them.
async fn require_whole(db: &Database, kill: u64) {
    let count =
        |(what, sql): &(&str, &str)| format!("SELECT '{what}' AS what, CAST(({sql}) AS BIGINT) AS n, '' AS state");
    let newest = "SELECT 'progress', done, state FROM jobs WHERE id = (SELECT id FROM jobs ORDER BY id DESC LIMIT 1)
         UNION ALL SELECT 'total', total, state FROM jobs WHERE id = (SELECT id FROM jobs ORDER BY id DESC LIMIT 1)";
    let sql = COUNTS.iter().map(count).chain([newest.to_owned()]).collect::<Vec<_>>().join(" UNION ALL ");
    let found: Vec<(String, i64, String)> = query(sql).all(&mut db.read().await.unwrap()).await.unwrap();
    let of = |what: &str| found.iter().find(|(name, ..)| name == what).unwrap_or_else(|| panic!("{what}"));
    let n = |what: &str| of(what).1;
    let (done, undone) = (n("done"), n("undone"));
    for (what, expected) in [
        ("members", 1 + done),
        ("accounts", 1 + done - n("robin")),
        ("holders", done),
        ("added", done + undone),
        ("entitled", done + undone),
        ("gone", undone),
        ("counted", 1 + done),
        ("joined", 1 + done + undone),
        ("went", undone),
        ("refused", 0),
        ("indexed", n("rows of members")),
    ] {
        assert_eq!(n(what), expected, "{what} after kill {kill}: {done} done, {undone} undone");
    }
    let state = &of("progress").2;
    let expected = if state.starts_with("undo") { n("total") - done } else { done };
    assert_eq!(n("progress"), expected, "progress after kill {kill}, {state}");
}

async fn state(db: &Database) -> String {
    let mut tx = db.read().await.unwrap();
    let (state,): (String,) = query("SELECT state FROM jobs ORDER BY id DESC LIMIT 1").one(&mut tx).await.unwrap();
    state
}

/// How many rows have been done and not undone.
const DONE: &str = "SELECT COUNT(*) FROM job_rows WHERE outcome = 'done'
    AND job_id = (SELECT id FROM jobs ORDER BY id DESC LIMIT 1)";

/// What there are as many of as rows that have been done, of a file that changes people and of one that invites them.
const OF_CHANGES: [&str; 4] = [
    "SELECT COUNT(*) FROM members WHERE job_title = 'Chief'",
    "SELECT COUNT(*) FROM members WHERE search LIKE '%chief%'",
    "SELECT COUNT(*) FROM accounts WHERE phone LIKE '+493098%'",
    "SELECT COUNT(*) FROM group_members",
];
const OF_INVITATIONS: [&str; 5] = [
    "SELECT COUNT(*) FROM invitations WHERE status = 'pending'",
    "SELECT COUNT(*) FROM members WHERE status = 'invited' AND job_title = 'Guest'",
    "SELECT COUNT(*) FROM outbox WHERE kind = 'invitation'",
    "SELECT value FROM counters WHERE name = 'invitations.pending'",
    "SELECT (SELECT COUNT(*) FROM member_search) - (SELECT COUNT(*) FROM members WHERE status = 'active')",
];

/// Applies and undoes the newest import, and asks after each kill for what there are as many of as rows that are done.
async fn killed_again_and_again(app: &TestApp, kind: Kind, plan: &Page, counts: &[&str], seed: &mut u64) -> u64 {
    let path = plan.path().split('?').next().unwrap().to_owned();
    let mut killed = 0;
    for go in ["apply", "undo"] {
        // A session has ended by then: each kill takes half a minute.
        let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
        let page = ana.post(&path, &[("go", go)]).await;
        assert_eq!(page.status, 200, "{go}: {}", page.text());
        loop {
            let ended = work_for(app, waits(seed, kind)).await;
            for count in counts {
                let sql = format!("SELECT CAST(COALESCE(({count}), 0) AS BIGINT), CAST(({DONE}) AS BIGINT)");
                let (found, done): (i64, i64) = query(sql).one(&mut app.roster.db.read().await.unwrap()).await.unwrap();
                assert_eq!(found, done, "{count} after kill {killed} of {go}");
            }
            if ended {
                break;
            }
            app.advance(Duration::from_secs(31));
            killed += 1;
        }
        assert_eq!(state(&app.roster.db).await, if go == "apply" { "done" } else { "undone" });
    }
    killed
}

#[rstest]
#[tokio::test]
async fn changes_and_invitations_survive_seeded_kills(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    groups::add(&ana, "Staff", &[]).await;
    let people = |row: &dyn Fn(i64) -> String| (0..ROWS).map(row).collect::<String>();
    let there = people(&|n| format!("p{n}@acme.example,Pat,Number {n}\n"));
    let added = planned(&app, &ana, &format!("email,first name,last name\n{there}"), "add").await;
    decide(&app, &ana, &added, "apply").await;
    let changes = people(&|n| format!("p{n}@acme.example,+493098{n:05},Chief,Staff\n"));
    let changes = format!("email,phone,job title,group\n{changes}");
    let guests = people(&|n| format!("g{n}@acme.example,Gil,Guest {n},Guest\n"));
    let guests = format!("email,first name,last name,job title\n{guests}");
    let (mut seed, mut killed) = (11, 0);
    while killed < kills(12) {
        for (file, how, counts) in [(&changes, "add", &OF_CHANGES[..]), (&guests, "invite", &OF_INVITATIONS)] {
            // The newest import is the one with the greatest id, which begins with its moment.
            app.advance(Duration::from_secs(1));
            let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
            let plan = planned(&app, &ana, file, how).await;
            killed += killed_again_and_again(&app, kind, &plan, counts, &mut seed).await;
        }
    }
    let verified = audit::verify(&app.operator(), Some("acme")).await.unwrap();
    assert!(verified.iter().all(|one| one.found.is_ok()), "{verified:?}");
}

#[rstest]
#[tokio::test]
async fn an_import_survives_seeded_kills_at_any_query(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    robin_elsewhere(&app).await;
    let (mut seed, mut killed) = (7, 0);
    while killed < kills(25) {
        // The newest import is the one with the greatest id, which begins with its moment.
        app.advance(Duration::from_secs(1));
        let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
        let plan = planned(&app, &ana, &file(), "add").await;
        let path = plan.path().split('?').next().unwrap().to_owned();
        for go in ["apply", "undo"] {
            let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
            let page = ana.post(&path, &[("go", go)]).await;
            assert_eq!(page.status, 200, "{go}: {}", page.text());
            while !work_for(&app, waits(&mut seed, kind)).await {
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
