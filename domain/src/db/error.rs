//! What a database can say, and what of it the rest needs to know.

use model::Error;

/// A failure of the database. Verbs don't look inside: what they can foresee (a taken name, a lost race) they ask with
/// `ON CONFLICT` and row counts, since a violated constraint would end PostgreSQL's transaction.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct DbError(#[from] pub(super) sqlx::Error);

impl DbError {
    /// A unique key that another row has. PostgreSQL's transaction has ended with it, but for a savepoint before.
    pub(crate) fn is_duplicate(&self) -> bool {
        matches!(&self.0, sqlx::Error::Database(error) if error.is_unique_violation())
    }

    /// Away, full or overloaded: worth another try.
    fn passes(&self) -> bool {
        match &self.0 {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => true,
            // SQLITE_BUSY, SQLITE_FULL, SQLITE_IOERR; PostgreSQL classes 53 (resources), 57 (operator), 40 (rolled back)
            sqlx::Error::Database(error) => error.code().is_some_and(|code| match code.len() {
                5 => ["53", "57", "40"].iter().any(|class| code.starts_with(class)),
                _ => code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 10 | 13)),
            }),
            _ => false,
        }
    }
}

impl From<DbError> for Error {
    /// Logged under the request's span; the person sees neither SQL nor names.
    fn from(error: DbError) -> Self {
        tracing::error!(error = %error.0, "database");
        if error.passes() { Self::Busy(2) } else { Self::Internal }
    }
}
