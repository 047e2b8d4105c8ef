//! An empty database of either kind.

use domain::Database;
use flate2::read::GzDecoder;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use tokio::sync::OnceCell;

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
            run(&cluster(), &[format!("CREATE DATABASE {name}")]).await;
            address(&name)
        }
    }
}

/// The address of a new database that holds what the release before migration 15 left behind:
/// `roster seed --members 24`, and a row in every table that the seed leaves empty; and what these statements make of
/// it.
pub async fn before_0015(kind: Kind, folder: &Path, also: &[String]) -> String {
    let url = empty(kind, folder).await;
    match kind {
        Kind::Sqlite => {
            let mut file = File::create(folder.join("roster.db")).expect("a file for the database");
            std::io::copy(&mut GzDecoder::new(SQLITE_BEFORE_0015), &mut file).expect("the stored database");
            let mut connection = sqlx::SqliteConnection::connect(&url).await.expect("the stored database opens");
            for statement in also {
                connection.execute(AssertSqlSafe(statement.clone())).await.expect("a statement that runs");
            }
            connection.close().await.expect("the stored database closes");
        }
        Kind::Postgres => {
            let mut dump = String::new();
            GzDecoder::new(POSTGRES_BEFORE_0015).read_to_string(&mut dump).expect("the stored dump");
            run(&url, &[dump]).await;
            run(&url, also).await;
        }
    }
    url
}

const SQLITE_BEFORE_0015: &[u8] = include_bytes!("../fixtures/before_0015.sqlite.gz");
const POSTGRES_BEFORE_0015: &[u8] = include_bytes!("../fixtures/before_0015.postgres.sql.gz");

/// The address of a new database with all tables and no row: a copy of one that was migrated once for all stories,
/// since migrating takes longer than most of them.
pub async fn migrated(kind: Kind, folder: &Path) -> String {
    match kind {
        Kind::Sqlite => {
            let file = folder.join("roster.db");
            std::fs::write(&file, SQLITE_TEMPLATE.get_or_init(sqlite_template).await).expect("a file for the database");
            format!("sqlite://{}", file.display())
        }
        Kind::Postgres => {
            let template = POSTGRES_TEMPLATE.get_or_init(postgres_template).await;
            let name = unique_name();
            run(&cluster(), &[format!("CREATE DATABASE {name} TEMPLATE {template}")]).await;
            address(&name)
        }
    }
}

static SQLITE_TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
static POSTGRES_TEMPLATE: OnceCell<String> = OnceCell::const_new();

async fn sqlite_template() -> Vec<u8> {
    let folder = TempDir::new().expect("a temporary folder");
    migrate(&empty(Kind::Sqlite, folder.path()).await).await;
    std::fs::read(folder.path().join("roster.db")).expect("the migrated database")
}

async fn postgres_template() -> String {
    let name = unique_name();
    run(&cluster(), &[format!("CREATE DATABASE {name}")]).await;
    migrate(&address(&name)).await;
    name
}

/// Closed before it is copied: SQLite's log is then in the file, and PostgreSQL copies no database that is in use.
async fn migrate(url: &str) {
    Database::open(url).await.expect("a database that can be migrated").close().await;
}

/// A PostgreSQL of its own, with an empty database whose tables lie in a folder. Apart from the one that all stories
/// share: no checkpoint there succeeds while a disk of one of its tablespaces is full.
pub struct OwnCluster {
    cluster: Child,
    pub database_url: String,
}

impl OwnCluster {
    /// By the script that starts the shared one. It ends when its standard input does.
    pub async fn with_tables_in(folder: &Path) -> Self {
        let mut cluster = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../bin/with-postgres"))
            .args(["sh", "-c", "echo \"cluster $ROSTER_TEST_POSTGRES\"; cat"])
            .env_remove("ROSTER_TEST_POSTGRES")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("bin/with-postgres runs");
        let lines = BufReader::new(cluster.stdout.take().expect("its output")).lines();
        let address = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("cluster ").map(str::to_owned));
        let address = address.expect("a cluster of one's own starts");
        let statements = [
            format!("CREATE TABLESPACE small LOCATION '{}'", folder.display()),
            "CREATE DATABASE small TABLESPACE small".to_owned(),
        ];
        run(&address, &statements).await;
        let (server, _) = address.rsplit_once('/').expect("an address with a database");
        Self { cluster, database_url: format!("{server}/small") }
    }
}

impl Drop for OwnCluster {
    fn drop(&mut self) {
        drop(self.cluster.stdin.take());
        let _ = self.cluster.wait();
    }
}

/// From now on, every new connection to this PostgreSQL database may only read, or may write again.
pub async fn set_read_only(url: &str, read_only: bool) {
    let (_, name) = url.rsplit_once('/').expect("an address with a database");
    let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    run(&cluster(), &[format!("ALTER DATABASE {name} SET default_transaction_read_only = {read_only}"), end]).await;
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

async fn run(address: &str, statements: &[String]) {
    let mut connection = PgConnection::connect(address).await.expect("the test cluster runs");
    for statement in statements {
        connection.execute(sqlx::raw_sql(AssertSqlSafe(statement.clone()))).await.expect(statement);
    }
}
