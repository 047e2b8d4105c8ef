//! An empty database of either kind.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// The address of a new, empty database. PostgreSQL's go with the cluster that the tests run in.
pub async fn empty(kind: Kind, folder: &Path) -> String {
    match kind {
        Kind::Sqlite => format!("sqlite://{}", folder.join("roster.db").display()),
        Kind::Postgres => {
            let name = unique_name();
            run(&[format!("CREATE DATABASE {name}")]).await;
            address(&name)
        }
    }
}

/// A new, empty PostgreSQL database whose tables lie in a folder. It goes before the folder does: a cluster whose tables are
/// missing can't write its checkpoints.
pub struct Tablespace(String);

impl Tablespace {
    pub async fn create(folder: &Path) -> Self {
        let name = unique_name();
        run(&[
            format!("CREATE TABLESPACE {name} LOCATION '{}'", folder.display()),
            format!("CREATE DATABASE {name} TABLESPACE {name}"),
        ])
        .await;
        Self(name)
    }

    pub fn database_url(&self) -> String {
        address(&self.0)
    }
}

impl Drop for Tablespace {
    /// Dropping takes a checkpoint, which fails while the disk of a neighbouring story is full.
    fn drop(&mut self) {
        let name = self.0.clone();
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let statements =
                [format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), format!("DROP TABLESPACE IF EXISTS {name}")];
            for _ in 0..300 {
                match runtime.block_on(try_run(&statements)) {
                    Ok(()) => return,
                    Err(_) => std::thread::sleep(Duration::from_millis(200)),
                }
            }
            panic!("the tablespace {name} was not dropped");
        });
        assert!(dropping.join().is_ok() || std::thread::panicking(), "the tablespace was not dropped");
    }
}

/// From now on, every new connection to this PostgreSQL database may only read, or may write again.
pub async fn set_read_only(url: &str, read_only: bool) {
    let (_, name) = url.rsplit_once('/').expect("an address with a database");
    let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    run(&[format!("ALTER DATABASE {name} SET default_transaction_read_only = {read_only}"), end]).await;
}

fn unique_name() -> String {
    format!("story_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn cluster() -> String {
    std::env::var("ROSTER_TEST_POSTGRES").expect("run the tests by bin/test or bin/with-postgres cargo test")
}

fn address(name: &str) -> String {
    let cluster = cluster();
    let (server, _) = cluster.rsplit_once('/').expect("an address with a database");
    format!("{server}/{name}")
}

async fn run(statements: &[String]) {
    try_run(statements).await.unwrap_or_else(|error| panic!("{statements:?}: {error}"));
}

async fn try_run(statements: &[String]) -> sqlx::Result<()> {
    let mut connection = PgConnection::connect(&cluster()).await?;
    for statement in statements {
        connection.execute(AssertSqlSafe(statement.clone())).await?;
    }
    Ok(())
}
