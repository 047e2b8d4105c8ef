//! One SQL text, its values, and how to run it on either database.

use super::{DbError, Tx, Value, pool::Inner};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, FromRow, Postgres, Sqlite};
use std::borrow::Cow;

/// A row type that both databases can fill: what `#[derive(sqlx::FromRow)]` and tuples are.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A statement and the values of its placeholders, in order.
#[derive(Clone, Debug)]
#[must_use = "a query does nothing until it is run"]
pub struct Query {
    pub(super) sql: Cow<'static, str>,
    values: Vec<Value>,
    planned_anew: bool,
}

/// Starts a query. The text is ours alone: what a person typed goes in by [`Query::bind`].
pub fn query(sql: impl Into<Cow<'static, str>>) -> Query {
    Query { sql: sql.into(), values: Vec::new(), planned_anew: false }
}

/// Adds each value to a query of either database.
macro_rules! bound {
    ($start:expr, $values:expr) => {
        $values.into_iter().fold($start, |query, value| match value {
            Value::Int(value) => query.bind(value),
            Value::Bool(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
            Value::Bytes(value) => query.bind(value),
            Value::Uuid(value) => query.bind(value),
        })
    };
}

impl Query {
    /// Adds the value of the next placeholder: `$1` first.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// PostgreSQL plans it for these very values, each time: after a few runs it would plan once for any. For what is
    /// found by an index where some values find ten rows and others a million.
    pub fn planned_anew(self) -> Self {
        Self { planned_anew: true, ..self }
    }

    /// Runs it; answers the number of rows it changed.
    pub async fn run(self, tx: &mut Tx) -> Result<u64, DbError> {
        let ran = match tx.next(&self) {
            Inner::Sqlite(tx) => self.sqlite().execute(&mut **tx).await.map(|done| done.rows_affected()),
            Inner::Postgres(tx) => self.postgres().execute(&mut **tx).await.map(|done| done.rows_affected()),
        };
        tx.observed(ran)
    }

    /// Every row: only where the SQL bounds how many there can be.
    pub async fn all<T: Row>(self, tx: &mut Tx) -> Result<Vec<T>, DbError> {
        let found = self.found(tx).await.and_then(Found::read);
        tx.observed(found)
    }

    /// The row, if there is one.
    pub async fn optional<T: Row>(self, tx: &mut Tx) -> Result<Option<T>, DbError> {
        let found = self.first(tx).await.and_then(Found::read);
        Ok(tx.observed(found)?.pop())
    }

    /// The row that must be there.
    pub async fn one<T: Row>(self, tx: &mut Tx) -> Result<T, DbError> {
        self.optional(tx).await?.ok_or(DbError(sqlx::Error::RowNotFound))
    }

    /// How the database would go about it, line by line. Nothing is run.
    pub async fn plan(mut self, tx: &mut Tx) -> Result<Vec<String>, DbError> {
        if let Inner::Postgres(_) = tx.inner {
            self.sql = format!("EXPLAIN (COSTS OFF) {}", self.sql).into();
            let lines: Vec<(String,)> = self.all(tx).await?;
            return Ok(lines.into_iter().map(|(line,)| line).collect());
        }
        self.sql = format!("EXPLAIN QUERY PLAN {}", self.sql).into();
        let steps: Vec<(i64, i64, i64, String)> = self.all(tx).await?;
        Ok(steps.into_iter().map(|(_, _, _, step)| step).collect())
    }

    /// The text, with its placeholders.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    async fn found(self, tx: &mut Tx) -> sqlx::Result<Found> {
        Ok(match tx.next(&self) {
            Inner::Sqlite(tx) => Found::Sqlite(self.sqlite().fetch_all(&mut **tx).await?),
            Inner::Postgres(tx) => Found::Postgres(self.postgres().fetch_all(&mut **tx).await?),
        })
    }

    async fn first(self, tx: &mut Tx) -> sqlx::Result<Found> {
        Ok(match tx.next(&self) {
            Inner::Sqlite(tx) => Found::Sqlite(self.sqlite().fetch_optional(&mut **tx).await?.into_iter().collect()),
            Inner::Postgres(tx) => {
                Found::Postgres(self.postgres().fetch_optional(&mut **tx).await?.into_iter().collect())
            }
        })
    }

    fn sqlite(self) -> sqlx::query::Query<'static, Sqlite, SqliteArguments> {
        bound!(sqlx::query(AssertSqlSafe(self.sql)), self.values)
    }

    fn postgres(self) -> sqlx::query::Query<'static, Postgres, PgArguments> {
        bound!(sqlx::query(AssertSqlSafe(self.sql)), self.values).persistent(!self.planned_anew)
    }
}

/// Rows as the database gave them: what fetches them is compiled once, and only reading them for each type anew.
enum Found {
    Sqlite(Vec<SqliteRow>),
    Postgres(Vec<PgRow>),
}

impl Found {
    fn read<T: Row>(self) -> sqlx::Result<Vec<T>> {
        match self {
            Self::Sqlite(rows) => rows.iter().map(T::from_row).collect(),
            Self::Postgres(rows) => rows.iter().map(T::from_row).collect(),
        }
    }
}
