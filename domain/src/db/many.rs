//! One statement about many keys: what a verb that works on many reads, deletes and updates.

use super::insert::{placeholder, run_over_values};
use super::{DbError, Query, Row, Tx, Value, pool::Inner, query};
use std::borrow::Cow;

/// Keys in one statement.
const KEYS: usize = 500;

/// The rows of a SELECT about these keys, as many keys at a time as it takes. `sql` is handed what stands in the
/// brackets of its `IN`; the values of `fixed` are `$1` and so on.
pub async fn all_of<T: Row>(
    tx: &mut Tx,
    fixed: &[Value],
    keys: impl IntoIterator<Item = impl Into<Value>>,
    sql: impl Fn(&str) -> String,
) -> Result<Vec<T>, DbError> {
    let mut rows = Vec::new();
    for query in queries(tx, fixed, keys, sql) {
        rows.extend(query.all::<T>(tx).await?);
    }
    Ok(rows)
}

/// The same for a statement that changes rows; answers how many it changed.
pub async fn run_of(
    tx: &mut Tx,
    fixed: &[Value],
    keys: impl IntoIterator<Item = impl Into<Value>>,
    sql: impl Fn(&str) -> String,
) -> Result<u64, DbError> {
    let mut changed = 0;
    for query in queries(tx, fixed, keys, sql) {
        changed += query.run(tx).await?;
    }
    Ok(changed)
}

/// Runs a statement over rows of so many values each, as many rows at a time as it takes. `sql` is handed the text of
/// their `VALUES`, whose columns both databases call `column1` and so on. Answers how many rows it changed.
pub async fn run_over<const N: usize>(
    tx: &mut Tx,
    rows: impl IntoIterator<Item = [Value; N]>,
    sql: impl Fn(&str) -> String,
) -> Result<u64, DbError> {
    run_over_values(tx, rows.into_iter().flatten().collect(), N, sql).await
}

fn queries(
    tx: &Tx,
    fixed: &[Value],
    keys: impl IntoIterator<Item = impl Into<Value>>,
    sql: impl Fn(&str) -> String,
) -> Vec<Query> {
    // Where some are numbered, all of them are.
    let mark = |n| if fixed.is_empty() { placeholder(tx, n) } else { format!("${}", fixed.len() + n).into() };
    let keys: Vec<Value> = keys.into_iter().map(Into::into).collect();
    let one = |keys: &[Value]| {
        let marks: Vec<_> = (1..=keys.len()).map(mark).collect();
        fixed.iter().chain(keys).cloned().fold(query(sql(&brackets(tx, &marks))), Query::bind)
    };
    keys.chunks(KEYS).map(one).collect()
}

/// What stands in the brackets of an `IN`. PostgreSQL joins rows of `VALUES`; of a list it would compare each row that it
/// looks at with one key after the other, once it has kept a plan for keys that it does not know.
fn brackets(tx: &Tx, marks: &[Cow<'static, str>]) -> String {
    match tx.inner {
        Inner::Sqlite(_) => marks.join(", "),
        Inner::Postgres(_) => format!("VALUES ({})", marks.join("), (")),
    }
}
