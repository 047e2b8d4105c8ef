//! An empty database of either kind.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

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
            let cluster = std::env::var("ROSTER_TEST_POSTGRES")
                .expect("run the tests by bin/test or bin/with-postgres cargo test");
            let name = format!("story_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            let mut connection = PgConnection::connect(&cluster).await.expect("the test cluster runs");
            connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("a new database");
            let (server, _) = cluster.rsplit_once('/').expect("an address with a database");
            format!("{server}/{name}")
        }
    }
}
