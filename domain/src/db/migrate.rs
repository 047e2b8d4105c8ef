//! Bringing a database up to date, safely when several servers start at once.

use super::DbError;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{PgPool, SqlSafeStr, SqlitePool};
use std::{fs::File, path::Path};

/// Both folders hold the same file names; a test compares what they make.
macro_rules! migrations {
    ($folder:literal, $($version:literal $file:literal),+ $(,)?) => {
        Migrator::with_migrations(vec![$(migration(
            $version,
            &$file[5..],
            include_str!(concat!("../../migrations/", $folder, "/", $file, ".sql")),
        )),+])
    };
    ($folder:literal) => {
        migrations!(
            $folder, 1 "0001_foundation", 2 "0002_people", 3 "0003_audit", 4 "0004_roles", 5 "0005_workspaces",
            6 "0006_groups", 7 "0007_pictures", 8 "0008_security", 9 "0009_recovery", 10 "0010_factors",
            11 "0011_passkeys", 12 "0012_credentials", 13 "0013_mail_queue", 14 "0014_write_probes",
            15 "0015_standard_names", 16 "0016_erasure", 17 "0017_identities", 18 "0018_job_title", 19 "0019_refusals",
            20 "0020_country", 21 "0021_job_files", 22 "0022_tokens", 23 "0023_webhooks", 24 "0024_workspace_tokens",
            25 "0025_api", 26 "0026_credits", 27 "0027_plans", 28 "0028_lab", 29 "0029_insights", 30 "0030_identity_providers",
            31 "0031_connections", 32 "0032_search", 33 "0033_downloads", 34 "0034_deletions"
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
