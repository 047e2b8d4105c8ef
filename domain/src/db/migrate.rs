//! Bringing a database up to date, safely when several servers start at once.

use super::DbError;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{PgPool, SqlSafeStr, SqlitePool};
use std::{fs::File, path::Path};

/// Both folders hold the same file names; a test compares what they make.
macro_rules! migrations {
    ($folder:literal, $($version:literal $name:literal),+ $(,)?) => {
        Migrator::with_migrations(vec![$(migration(
            $version,
            $name,
            include_str!(concat!("../../migrations/", $folder, "/000", $version, "_", $name, ".sql")),
        )),+])
    };
    ($folder:literal) => {
        migrations!(
            $folder, 1 "foundation", 2 "people", 3 "audit", 4 "roles", 5 "workspaces", 6 "groups", 7 "pictures", 8 "security",
            9 "recovery"
        )
    };
}

fn migration(version: i64, name: &'static str, sql: &'static str) -> Migration {
    Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
}

/// sqlx takes PostgreSQL's advisory lock around its migrations.
pub(super) async fn postgres(pool: &PgPool) -> Result<(), DbError> {
    migrations!("postgres").run(pool).await.map_err(failed)
}

/// Under [`lock_beside`].
pub(super) async fn sqlite(pool: &SqlitePool) -> Result<(), DbError> {
    migrations!("sqlite").run(pool).await.map_err(failed)
}

/// sqlx's lock does nothing on SQLite, so we hold one on a file beside the database, until the answer is dropped: from
/// before the first connection on, since of two that turn a new file to WAL at once, one fails without waiting.
pub(super) async fn lock_beside(database: &Path) -> Result<File, DbError> {
    let path = database.with_extension("lock");
    let locked = tokio::task::spawn_blocking(move || {
        let file = File::create(path)?;
        file.lock()?;
        Ok(file)
    });
    locked.await.unwrap_or_else(|panic| Err(std::io::Error::other(panic))).map_err(|error| DbError(error.into()))
}

fn failed(error: sqlx::migrate::MigrateError) -> DbError {
    DbError(sqlx::Error::Migrate(Box::new(error)))
}
