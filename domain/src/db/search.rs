//! The index that finds people by pieces of their texts: SQLite's FTS5, PostgreSQL's GIN over a `tsvector`. Both hold
//! the same terms, made by `users::terms`; here is only how each is written to and asked.

use super::insert::run_over_values;
use super::many::run_of;
use super::{DbError, Tx, Value, pool::Inner, query};
use model::ids::MemberId;
use uuid::Uuid;

/// What a row must hold. Letters, digits and `_` only, so that neither database's query language has a say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// This term itself.
    Whole(String),
    /// Any term that begins so.
    StartsWith(String),
}

/// How a member's row is found in the index. Each text takes the query of [`SearchSql::asking`] at `?`.
#[derive(Clone, Copy, Debug)]
pub struct SearchSql {
    /// A sub-select of keys,
    pub select: &'static str,
    /// and how they, as `found`, join `members m`.
    pub joined: &'static str,
    /// `m` itself, where the index has these columns of it at hand, besides `id` and `search`.
    copy: Option<(&'static str, &'static [&'static str])>,
    /// How many the query finds among some of its rows, and how many these are: one of a thousand.
    pub sample: Option<&'static str>,
    /// Columns of it of which ranges are found too, by the first characters.
    ranges: &'static [&'static str],
    /// The key by which rows of an order's index can be looked up among those that the search index finds, where it
    /// hands them over without a look at anything else.
    pub key: Option<&'static str>,
    postgres: bool,
}

impl SearchSql {
    /// Where those who match are found with this column, without a look at `members`.
    pub fn with_column(&self, column: &str) -> Option<&'static str> {
        self.copy.filter(|(_, columns)| columns.contains(&column)).map(|(sql, _)| sql)
    }

    /// A condition on this column of `m`, where a range of it is found without a look at the rest: its first characters
    /// against those of `?`.
    pub fn range(&self, column: &str, than: &str) -> Option<String> {
        let length = BEGINNING;
        self.ranges.contains(&column).then(|| format!("left(m.{column}, {length}) {than} left(?, {length})"))
    }

    /// All of the terms, in the database's own query language.
    pub fn asking(&self, terms: &[Term]) -> String {
        let whole = |text: &str| if self.postgres { format!("'{text}'") } else { format!("\"{text}\"") };
        let start = |text: &str| whole(text) + if self.postgres { ":*" } else { " *" };
        let one = |term: &Term| match term {
            Term::Whole(text) => whole(text),
            Term::StartsWith(text) => start(text),
        };
        terms.iter().map(one).collect::<Vec<_>>().join(if self.postgres { " & " } else { " AND " })
    }
}

/// What PostgreSQL's index has a copy of beside the searched text: what most orders are by.
const COPIED: [&str; 8] =
    ["workspace_id", "name_key", "email_key", "phone_key", "job_title_key", "role_key", "status", "source"];

/// Characters of a column in the index of its ranges.
const BEGINNING: usize = 8;
/// The columns with one: those that few share, and that are searched, so that who is found may stand far off.
const RANGES: [&str; 4] = ["name_key", "email_key", "phone_key", "job_title_key"];

/// How this database's index is asked.
pub fn search_sql(tx: &Tx) -> SearchSql {
    match tx.inner {
        Inner::Sqlite(_) => SearchSql {
            select: "SELECT rowid AS number FROM member_search WHERE member_search MATCH ?",
            joined: "m.number = found.number",
            copy: None,
            sample: None,
            ranges: &[],
            key: Some("number"),
            postgres: false,
        },
        Inner::Postgres(_) => SearchSql {
            select: "SELECT id FROM member_search WHERE terms @@ CAST(? AS tsquery)",
            joined: "m.id = found.id",
            copy: Some(("member_search m WHERE m.terms @@ CAST(? AS tsquery)", &COPIED)),
            sample: Some(
                "SELECT COUNT(*) FILTER (WHERE terms @@ CAST(? AS tsquery)), COUNT(*)
                 FROM member_search TABLESAMPLE SYSTEM (0.1) REPEATABLE (1)",
            ),
            ranges: &RANGES,
            key: None,
            postgres: true,
        },
    }
}

/// About how many rows the index has, of all workspaces, as far as that is known without counting.
pub async fn indexed(tx: &mut Tx) -> Result<i64, DbError> {
    let sql = match tx.inner {
        Inner::Sqlite(_) => "SELECT COALESCE(MAX(number), 0) FROM members",
        Inner::Postgres(_) => "SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE oid = 'member_search'::regclass",
    };
    let (rows,): (i64,) = query(sql).one(tx).await?;
    // PostgreSQL has not looked yet.
    Ok(if rows < 0 { i64::MAX } else { rows })
}

/// Puts the terms of members into the index, in place of those that were there; after the rows, of which PostgreSQL's
/// has a copy: it finds an entry without a look at the row, which for tens of thousands is most of the work.
pub async fn put_terms(tx: &mut Tx, terms: impl IntoIterator<Item = (MemberId, String)>) -> Result<(), DbError> {
    let values: Vec<Value> = terms.into_iter().flat_map(|(id, terms)| [id.into(), terms.into()]).collect();
    let (before, after) = match tx.inner {
        Inner::Sqlite(_) => (
            "INSERT OR REPLACE INTO member_search (rowid, terms) SELECT m.number, v.column2 FROM (VALUES ".to_owned(),
            // Of a number below the last one, FTS5 writes all that it has gathered first.
            ") v CROSS JOIN members m WHERE m.id = v.column1 ORDER BY m.number".to_owned(),
        ),
        Inner::Postgres(_) => (
            format!(
                "INSERT INTO member_search (id, terms, search, {})
                 SELECT m.id, CAST(v.column2 AS tsvector), m.search, {} FROM (VALUES ",
                COPIED.join(", "),
                COPIED.map(|column| format!("m.{column}")).join(", ")
            ),
            format!(
                ") v JOIN members m ON m.id = v.column1
                 ON CONFLICT (id) DO UPDATE SET terms = excluded.terms, search = excluded.search, {}",
                COPIED.map(|column| format!("{column} = excluded.{column}")).join(", ")
            ),
        ),
    };
    run_over_values(tx, values, 2, |values| format!("{before}{values}{after}")).await?;
    Ok(())
}

/// Takes members out of the index; before the rows themselves go.
pub async fn drop_terms(tx: &mut Tx, members: &[MemberId]) -> Result<(), DbError> {
    let (before, after) = match tx.inner {
        Inner::Sqlite(_) => {
            ("DELETE FROM member_search WHERE rowid IN (SELECT number FROM members WHERE id IN (", "))")
        }
        Inner::Postgres(_) => ("DELETE FROM member_search WHERE id IN (", ")"),
    };
    run_of(tx, &[], members.iter().copied(), |ids| format!("{before}{ids}{after}")).await?;
    Ok(())
}

/// A column: the ids of this column of these rows in one text, separated by commas; null where there is none. Half the
/// work of a second query for each page of a long walk.
pub fn ids_sql(tx: &Tx, column: &str, rows: &str) -> String {
    match tx.inner {
        Inner::Sqlite(_) => format!("(SELECT GROUP_CONCAT(HEX({column})) FROM {rows})"),
        Inner::Postgres(_) => format!("(SELECT STRING_AGG(CAST({column} AS TEXT), ',') FROM {rows})"),
    }
}

/// The ids in such a column.
pub fn ids<T: From<Uuid>>(text: Option<&str>) -> impl Iterator<Item = T> {
    text.unwrap_or_default().split(',').filter_map(|id| Uuid::try_parse(id).ok()).map(T::from)
}
