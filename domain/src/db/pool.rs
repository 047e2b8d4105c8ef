//! Connections and transactions.

use super::health::WriteHealth;
use super::{DbError, Query, migrate};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Readers beside SQLite's one writer, or connections to PostgreSQL.
const CONNECTIONS: u32 = 8;
/// How long a request waits for its turn before it is told to come back.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// How often, and after how long each time, a connection that PostgreSQL refuses is asked for again: for a second in
/// all.
const REFUSED_RETRIES: u32 = 10;
const REFUSED_INTERVAL: Duration = Duration::from_millis(100);

/// The database, whichever it is. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    pub(super) pools: Pools,
    pub(super) shared: Arc<Shared>,
}

/// What all transactions of a database share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) health: WriteHealth,
    /// How many queries have run.
    queries: AtomicU64,
    /// None: not asked for.
    recorded: Mutex<Option<Vec<Query>>>,
}

#[derive(Clone, Debug)]
pub(super) enum Pools {
    /// One writer, since SQLite has one: waiting in our queue beats failing in its.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction; dropped without [`Tx::commit`], it never was.
#[derive(Debug)]
pub struct Tx {
    pub(super) inner: Inner,
    pub(super) shared: Arc<Shared>,
    /// Told once it is committed.
    woken: Vec<Arc<Notify>>,
}

#[derive(Debug)]
pub(super) enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Database {
    /// Opens `sqlite://path` or `postgres://…` and brings it up to date.
    pub async fn open(url: &str) -> Result<Self, DbError> {
        let pools = if url.starts_with("sqlite:") { open_sqlite(url).await? } else { open_postgres(url).await? };
        Ok(Self { pools, shared: Arc::default() })
    }

    /// A consistent view for reading.
    pub async fn read(&self) -> Result<Tx, DbError> {
        Ok(self.tx(match &self.pools {
            Pools::Sqlite { readers, .. } => Inner::Sqlite(readers.begin().await.map_err(DbError::away)?),
            Pools::Postgres(pool) => {
                Inner::Postgres(begin_postgres(pool, "BEGIN READ ONLY").await.map_err(DbError::away)?)
            }
        }))
    }

    /// A transaction that writes. On SQLite it takes the write lock at once: one that reads first and writes later
    /// could not be made to wait.
    pub async fn write(&self) -> Result<Tx, DbError> {
        Ok(self.tx(match &self.pools {
            Pools::Sqlite { writer, .. } => {
                Inner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await.map_err(DbError::away)?)
            }
            Pools::Postgres(pool) => Inner::Postgres(begin_postgres(pool, "BEGIN").await.map_err(DbError::away)?),
        }))
    }

    fn tx(&self, inner: Inner) -> Tx {
        Tx { inner, shared: self.shared.clone(), woken: Vec::new() }
    }

    /// How many queries have run since it was opened: what the tests of constant queries read.
    pub fn queries(&self) -> u64 {
        self.shared.queries.load(Ordering::Relaxed)
    }

    /// Keeps each query that runs from now on, for the tests of their plans; answers what it kept since it was last
    /// asked to.
    pub fn record(&self, on: bool) -> Vec<Query> {
        let mut recorded = self.shared.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *recorded, on.then(Vec::new)).unwrap_or_default()
    }

    /// Closes all connections, once what they are at has ended.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Keeps what was done, and wakes the workers that are to hear of it ([`Tx::wakes`]).
    pub async fn commit(self) -> Result<(), DbError> {
        let committed = match self.inner {
            Inner::Sqlite(tx) => tx.commit().await,
            Inner::Postgres(tx) => tx.commit().await,
        };
        let committed = committed.map_err(DbError);
        self.shared.health.observe(&committed);
        committed?;
        for worker in self.woken {
            worker.notify_one();
        }
        Ok(())
    }

    /// Tells this worker, if the transaction commits, that there is something to do.
    pub fn wakes(&mut self, worker: &Arc<Notify>) {
        if !self.woken.iter().any(|one| Arc::ptr_eq(one, worker)) {
            self.woken.push(worker.clone());
        }
    }

    /// Begins a part that can be taken back alone, by [`Tx::take_back`]; a later mark replaces it.
    pub async fn mark(&mut self) -> Result<(), DbError> {
        super::query("SAVEPOINT part").run(self).await.map(|_| ())
    }

    /// Keeps what was done since the mark, as far as the whole is kept.
    pub async fn keep(&mut self) -> Result<(), DbError> {
        super::query("RELEASE SAVEPOINT part").run(self).await.map(|_| ())
    }

    /// Undoes what was done since the mark.
    pub async fn take_back(&mut self) -> Result<(), DbError> {
        super::query("ROLLBACK TO SAVEPOINT part").run(self).await?;
        self.keep().await
    }

    /// What came of a query, noted where it says that nothing can be written.
    pub(super) fn observed<T>(&self, result: sqlx::Result<T>) -> Result<T, DbError> {
        let result = result.map_err(DbError);
        self.shared.health.observe(&result);
        result
    }

    /// The connection for this query, which is counted.
    pub(super) fn next(&mut self, query: &Query) -> &mut Inner {
        self.shared.queries.fetch_add(1, Ordering::Relaxed);
        if let Some(recorded) = &mut *self.shared.recorded.lock().unwrap_or_else(PoisonError::into_inner) {
            recorded.push(query.clone());
        }
        &mut self.inner
    }
}

/// PostgreSQL refuses new connections where its disk is full, while those that are open can be read from: one of them
/// is waited for, since it may be on its way back to the pool.
async fn begin_postgres(pool: &PgPool, begin: &'static str) -> sqlx::Result<Transaction<'static, Postgres>> {
    for _ in 0..REFUSED_RETRIES {
        match pool.begin_with(begin).await {
            Err(sqlx::Error::Database(error)) => {
                tracing::warn!(%error, "PostgreSQL refuses a connection");
                tokio::time::sleep(REFUSED_INTERVAL).await;
            }
            begun => return begun,
        }
    }
    pool.begin_with(begin).await
}

/// Whether a connection can be used again. SQLite rolls a transaction back by itself when its disk is full; the
/// `ROLLBACK` that follows then fails, and sqlx counts the transaction as open for ever: nothing could be begun on that
/// connection. It is closed.
fn is_between_transactions<C: Connection>(connection: &C) -> bool {
    let between = !connection.is_in_transaction();
    if !between {
        tracing::warn!("a connection whose transaction could not be ended is closed");
    }
    between
}

async fn open_sqlite(url: &str) -> Result<Pools, DbError> {
    let options: SqliteConnectOptions = url.parse()?;
    let options = options
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged write survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        // Reading a page costs no call of the system. Address space only, and as far as the file goes: at most 2 GB.
        .pragma("mmap_size", "2147418112")
        .busy_timeout(ACQUIRE_TIMEOUT);
    let lock = migrate::lock_beside(options.get_filename()).await?;
    let writer = sqlite_pool(1).connect_with(options.clone()).await?;
    migrate::sqlite(&writer).await?;
    drop(lock);
    let readers = sqlite_pool(CONNECTIONS).connect_with(options.pragma("query_only", "on")).await?;
    Ok(Pools::Sqlite { writer, readers })
}

fn sqlite_pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        // There is nobody at the other end who could have gone.
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(async { Ok(is_between_transactions(connection)) }))
}

async fn open_postgres(url: &str) -> Result<Pools, DbError> {
    let options: PgConnectOptions = url.parse()?;
    let pool = PgPoolOptions::new()
        .max_connections(2 * CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .before_acquire(|connection, _| Box::pin(async { Ok(is_between_transactions(connection)) }))
        .connect_with(options.options([
            ("statement_timeout", "30s"),
            // Compiling costs more than any of our statements takes; rows are nearly as near as their neighbours.
            ("jit", "off"),
            ("random_page_cost", "1.1"),
            // Whom a search finds among a million; with less, whole pages are noted, and all their rows looked at again.
            ("work_mem", "16MB"),
        ]))
        .await?;
    migrate::postgres(&pool).await?;
    Ok(Pools::Postgres(pool))
}
