//! What a database can say, and what of it the rest needs to know.

use model::Error;
use std::io;

/// A failure of the database. Verbs don't look inside: what they can foresee (a taken name, a lost race) they ask with
/// `ON CONFLICT` and row counts, since a violated constraint would end PostgreSQL's transaction.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct DbError(#[from] pub(super) sqlx::Error);

/// When it is worth trying again where the database is away or overloaded, in seconds.
const RETRY_BUSY_SECONDS: u32 = 2;
/// The same where it can't be written to: someone has to make room first.
const RETRY_UNWRITABLE_SECONDS: u32 = 30;

impl DbError {
    /// A transaction that could not be begun: whatever the database calls it, it is away just now. PostgreSQL refuses a
    /// connection with an internal error where its disk is full.
    pub(super) fn away(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(_) => Self(sqlx::Error::Io(io::Error::new(io::ErrorKind::NotConnected, error))),
            other => Self(other),
        }
    }

    /// A unique key that another row has. PostgreSQL's transaction has ended with it, but for a savepoint before.
    pub(crate) fn is_duplicate(&self) -> bool {
        matches!(&self.0, sqlx::Error::Database(error) if error.is_unique_violation())
    }

    /// Seconds until another try is worth it: away, full, read-only or overloaded. None: it fails again.
    fn retry_after(&self) -> Option<u32> {
        if self.is_unwritable() {
            return Some(RETRY_UNWRITABLE_SECONDS);
        }
        let passes = match &self.0 {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => true,
            sqlx::Error::Database(_) => match self.code() {
                // SQLITE_BUSY
                Some(Code::Sqlite(code)) => code == 5,
                // Classes 53 (resources), 57 (operator), 40 (rolled back)
                Some(Code::Postgres(code)) => ["53", "57", "40"].iter().any(|class| code.starts_with(class)),
                None => false,
            },
            _ => false,
        };
        passes.then_some(RETRY_BUSY_SECONDS)
    }

    /// Reading may go on, writing can't: no room, or no permission to write.
    pub(super) fn is_unwritable(&self) -> bool {
        match self.code() {
            // SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN
            Some(Code::Sqlite(code)) => matches!(code, 8 | 10 | 13 | 14),
            // disk_full, read_only_sql_transaction, class 58 (of the operating system)
            Some(Code::Postgres(code)) => matches!(code.as_str(), "53100" | "25006") || code.starts_with("58"),
            None => false,
        }
    }

    fn code(&self) -> Option<Code> {
        let sqlx::Error::Database(error) = &self.0 else { return None };
        let code = error.code()?;
        match code.len() {
            5 => Some(Code::Postgres(code.into_owned())),
            _ => code.parse::<u32>().ok().map(|code| Code::Sqlite(code & 0xff)),
        }
    }
}

/// What a database calls a failure.
enum Code {
    /// The primary result code.
    Sqlite(u32),
    /// The SQLSTATE.
    Postgres(String),
}

impl From<DbError> for Error {
    /// Logged under the request's span; the person sees neither SQL nor names.
    fn from(error: DbError) -> Self {
        match error.retry_after() {
            Some(seconds) => {
                tracing::error!(error = %error.0, "database");
                Self::Busy(seconds)
            }
            None => crate::internal("using the database", error),
        }
    }
}
