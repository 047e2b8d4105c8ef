//! Many rows in one statement: filling a database of a million one row at a time takes hours.

use super::{DbError, Query, Tx, Value, pool::Inner, query};
use std::borrow::Cow;
use uuid::Uuid;

/// Placeholders in one statement. SQLite takes 32,766, PostgreSQL 65,535; beyond a few thousand nothing gets faster.
const PLACEHOLDERS: usize = 8_000;

/// Rows for a table, all of the same columns.
#[derive(Clone, Debug)]
pub struct Rows {
    /// `members (id, email)`.
    into: &'static str,
    width: usize,
    values: Vec<Value>,
}

impl Rows {
    /// Of a table with its columns, as `INSERT INTO` names them.
    pub fn of(into: &'static str) -> Self {
        Self { into, width: into.matches(',').count() + 1, values: Vec::new() }
    }

    /// Adds a row with a value for each column.
    pub fn push<const N: usize>(&mut self, row: [Value; N]) {
        debug_assert_eq!(N, self.width, "{}", self.into);
        self.values.extend(row);
    }

    /// Writes them all.
    pub async fn insert(self, tx: &mut Tx) -> Result<(), DbError> {
        let (before, width) = (format!("INSERT INTO {} VALUES ", self.into), self.width);
        run_over_values(tx, self.values, width, |values| format!("{before}{values}")).await?;
        Ok(())
    }

    /// Writes those that agree with no other row where rows must differ; answers the ids of these. Two transactions that
    /// want one key: the later waits for the earlier and finds it taken.
    pub async fn insert_unless_taken(self, tx: &mut Tx) -> Result<Vec<Uuid>, DbError> {
        let (into, width) = (self.into, self.width);
        let mut ids = Vec::with_capacity(self.values.len() / width);
        for query in pieces(tx, self.values, width, |values| {
            format!("INSERT INTO {into} VALUES {values} ON CONFLICT DO NOTHING RETURNING id")
        }) {
            let written: Vec<(Uuid,)> = query.all(tx).await?;
            ids.extend(written.into_iter().map(|(id,)| id));
        }
        Ok(ids)
    }
}

/// As [`super::run_over`], with the values of all rows one after the other, `width` of each.
pub async fn run_over_values(
    tx: &mut Tx,
    values: Vec<Value>,
    width: usize,
    sql: impl Fn(&str) -> String,
) -> Result<u64, DbError> {
    let mut changed = 0;
    for query in pieces(tx, values, width, sql) {
        changed += query.run(tx).await?;
    }
    Ok(changed)
}

fn pieces(tx: &Tx, values: Vec<Value>, width: usize, sql: impl Fn(&str) -> String) -> Vec<Query> {
    let mut pieces = Vec::new();
    let mut values = values.into_iter().peekable();
    while values.peek().is_some() {
        let piece: Vec<Value> = values.by_ref().take(PLACEHOLDERS / width * width).collect();
        let text = sql(&placeholders(tx, piece.len() / width, width));
        pieces.push(piece.into_iter().fold(query(text), Query::bind));
    }
    pieces
}

/// `($1, $2), ($3, $4)`.
fn placeholders(tx: &Tx, rows: usize, width: usize) -> String {
    let mut text = String::new();
    for n in 0..rows * width {
        let before = if n % width > 0 {
            ", "
        } else if n > 0 {
            "), ("
        } else {
            "("
        };
        text += before;
        text += &placeholder(tx, n + 1);
    }
    text + ")"
}

/// The n-th of a statement, beginning with 1. SQLite gets question marks: it looks a numbered one up among all that
/// there are.
pub(super) fn placeholder(tx: &Tx, n: usize) -> Cow<'static, str> {
    if matches!(tx.inner, Inner::Postgres(_)) { format!("${n}").into() } else { "?".into() }
}
