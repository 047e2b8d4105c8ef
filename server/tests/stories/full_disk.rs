//! A disk without room, or a database that may only be read: writes are refused for the time being, reads go on, and
//! nothing that was acknowledged is lost.

use crate::groups;
use crate::support::{Browser, FileSystem, Kind, Postgres, Process, SmallDisk, Sqlite, TestApp, set_read_only};
use domain::db::query;
use model::users::UsersQuery;
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

/// Room for an empty database of either kind and its log.
const MEBIBYTES: u64 = 64;

/// Adds groups until one can't be stored; answers the names of those that were acknowledged.
async fn add_groups_until_refused(ana: &Browser) -> Vec<String> {
    let mut kept = Vec::new();
    for n in 0..5_000 {
        let name = format!("Group {n:-<50}");
        let page = groups::add(ana, &name, &[]).await;
        match page.status.as_u16() {
            200 => kept.push(name),
            503 => {
                assert!(page.headers.contains_key("retry-after"), "it says when to come back");
                return kept;
            }
            other => panic!("answered {other} to group {n}: {}", page.text()),
        }
    }
    panic!("the disk is not full after 5,000 groups");
}

async fn reads(ana: &Browser) {
    for path in
        ["/w/acme", "/w/acme/users", "/w/acme/groups", "/w/acme/audit", "/settings/profile", "/settings/security"]
    {
        assert_eq!(ana.get(path).await.status, 200, "{path}");
    }
    let asked = json!({ "slug": "acme", "asked": UsersQuery::default() });
    assert_eq!(ana.call("users/list", &asked).await.0, 200);
}

async fn group_names(app: &TestApp) -> Vec<String> {
    let mut tx = app.roster.db.read().await.unwrap();
    let rows: Vec<(String,)> = query("SELECT name FROM groups").all(&mut tx).await.unwrap();
    let mut names: Vec<String> = rows.into_iter().map(|(name,)| name).collect();
    names.sort();
    names
}

#[rstest]
#[tokio::test]
async fn full_disk_refuses_writes_serves_reads_and_recovers(
    #[values(Sqlite, Postgres)] kind: Kind,
    #[values(FileSystem::Ext4, FileSystem::Tmpfs)] file_system: FileSystem,
) {
    let disk = SmallDisk::mount(file_system, MEBIBYTES);
    let app = TestApp::on_disk(kind, &disk).await;
    let ana = app.set_up().await;
    assert_eq!(ana.status("/readyz").await, 200);
    disk.fill();
    let mut kept = add_groups_until_refused(&ana).await;
    // Sessions and members are due to be noted as active, which can't be written.
    app.advance(Duration::from_mins(10));
    for _ in 0..3 {
        assert_eq!(groups::add(&ana, "One more", &[]).await.status, 503);
        assert_eq!(ana.status("/readyz").await, 503);
        assert_eq!(ana.status("/healthz").await, 200);
        reads(&ana).await;
        let download = ana.download("/w/acme/users/download?format=csv").await;
        assert!([200, 503].contains(&download.status.as_u16()), "its audit event has room, or it is refused");
    }
    disk.make_room();
    assert_eq!(ana.status("/readyz").await, 200, "without a restart");
    for n in 0..20 {
        let name = format!("After {n}");
        assert_eq!(groups::add(&ana, &name, &[]).await.status, 200, "{name}");
        kept.push(name);
    }
    kept.sort();
    assert_eq!(group_names(&app).await, kept, "what was acknowledged, and nothing else");
    if kind == Sqlite {
        let mut tx = app.roster.db.read().await.unwrap();
        let (verdict,): (String,) = query("PRAGMA integrity_check").one(&mut tx).await.unwrap();
        assert_eq!(verdict, "ok");
    }
    app.roster.db.close().await;
}

#[rstest]
#[tokio::test]
async fn every_writer_at_once_on_a_full_disk_is_refused_and_then_served(#[values(Sqlite, Postgres)] kind: Kind) {
    let disk = SmallDisk::mount(FileSystem::Tmpfs, MEBIBYTES);
    let app = TestApp::on_disk(kind, &disk).await;
    let ana = app.set_up().await;
    disk.fill();
    add_groups_until_refused(&ana).await;
    let at_once = |round: &'static str| {
        let ana = ana.clone();
        async move {
            let tries: Vec<_> = (0..20)
                .map(|n| {
                    let ana = ana.clone();
                    tokio::spawn(async move { groups::add(&ana, &format!("{round} {n:-<50}"), &[]).await.status })
                })
                .collect();
            let mut statuses = Vec::new();
            for one in tries {
                statuses.push(one.await.unwrap());
            }
            statuses
        }
    };
    assert!(
        at_once("full").await.iter().all(|status| [StatusCode::OK, StatusCode::SERVICE_UNAVAILABLE].contains(status))
    );
    disk.make_room();
    assert!(at_once("room").await.iter().all(|status| *status == StatusCode::OK));
    app.roster.db.close().await;
}

#[tokio::test]
async fn read_only_postgres_refuses_writes_for_the_time_being() {
    let (app, ana) = TestApp::with_super_user(Postgres).await;
    set_read_only(app.database_url(), true).await;
    let refused = groups::add(&ana, "Help desk", &[]).await;
    assert_eq!(refused.status, 503);
    assert!(refused.headers.contains_key("retry-after"));
    assert_eq!(ana.status("/readyz").await, 503);
    app.advance(Duration::from_mins(10));
    reads(&ana).await;
    set_read_only(app.database_url(), false).await;
    assert_eq!(ana.status("/readyz").await, 200);
    assert_eq!(groups::add(&ana, "Help desk", &[]).await.status, 200);
}

#[rstest]
#[tokio::test]
async fn full_temporary_folder_refuses_uploads_for_the_time_being(#[values(Sqlite, Postgres)] kind: Kind) {
    let disk = SmallDisk::mount(FileSystem::Tmpfs, 2);
    let server = Process::with_temporary_folder(kind, &disk.path()).await;
    let ana = server.set_up().await;
    let people = format!("E-mail,First name\n{}", "bea@acme.example,Bea\n".repeat(2_000));
    disk.fill();
    for _ in 0..2 {
        let page = ana.upload("/w/acme/users/import", "people.csv", people.as_bytes()).await;
        assert_eq!(page.status, 503, "{}", page.text());
        assert!(page.headers.contains_key("retry-after"));
    }
    disk.make_room();
    let page = ana.upload("/w/acme/users/import", "people.csv", people.as_bytes()).await;
    assert_eq!(page.status, 200, "{}", page.text());
}
