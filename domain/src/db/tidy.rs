//! What a database wants after very many rows have come or gone.

use super::pool::Pools;
use super::{Database, DbError};
use sqlx::{Connection as _, PgPool, SqlitePool};

/// Pages of SQLite's search index that are merged in one transaction: so few that others write in between.
const PAGES: i64 = 100;

impl Database {
    /// Merged segments of the search index, and to know how many rows there are of what.
    pub async fn tidy(&self) -> Result<(), DbError> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                let merge = "INSERT INTO member_search (member_search) VALUES ('optimize')";
                sqlx::query(merge).execute(writer).await?;
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await?;
            }
            Pools::Postgres(pool) => vacuum(pool, "VACUUM ANALYZE").await?,
        }
        Ok(())
    }

    /// The search index alone, while others read and write: a search asks each of its segments, and looks at each entry
    /// of rows that are gone.
    pub async fn tidy_search(&self) -> Result<(), DbError> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                // A number below zero begins to merge all segments into one, the others go on with it.
                let mut pages = -PAGES;
                while merge(writer, pages).await? {
                    pages = PAGES;
                    tokio::task::yield_now().await;
                }
            }
            Pools::Postgres(pool) => vacuum(pool, "VACUUM member_search, members").await?,
        }
        Ok(())
    }
}

/// Merges so many pages; whether there was anything to merge.
async fn merge(writer: &SqlitePool, pages: i64) -> Result<bool, DbError> {
    const CHANGES: &str = "SELECT total_changes()";
    let mut connection = writer.acquire().await?;
    let before: i64 = sqlx::query_scalar(CHANGES).fetch_one(&mut *connection).await?;
    let merge = "INSERT INTO member_search (member_search, rank) VALUES ('merge', $1)";
    sqlx::query(merge).bind(pages).execute(&mut *connection).await?;
    let after: i64 = sqlx::query_scalar(CHANGES).fetch_one(&mut *connection).await?;
    // The statement itself is one change.
    Ok(after - before > 1)
}

/// Not within a transaction, and for as long as it takes: by a connection of its own, which ends with it.
async fn vacuum(pool: &PgPool, vacuum: &'static str) -> Result<(), DbError> {
    let mut connection = pool.acquire().await?.detach();
    for sql in ["SET statement_timeout = 0", vacuum] {
        sqlx::query(sql).execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(())
}
