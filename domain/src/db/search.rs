//! The index that finds people by pieces of their texts: SQLite's FTS5, PostgreSQL's GIN over a `tsvector`. Both hold the same
//! terms, made by `users::terms`; here is only how each is written to and asked.

use super::insert::in_pieces;
use super::{DbError, Tx, Value, pool::Inner, query};
use model::ids::{MemberId, RoleId};
use uuid::Uuid;

/// What a row must hold. Letters and digits only, so that neither database's query language has a say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    Whole(String),
    StartsWith(String),
    /// What a row must not hold; never alone.
    NotStartsWith(String),
}

/// How a member's row is found in the index: a sub-select of keys, and how they join `members m`.
#[derive(Clone, Copy, Debug)]
pub struct SearchSql {
    /// Takes the query of [`SearchSql::asking`] at `{}`.
    select: &'static str,
    pub joined: &'static str,
    postgres: bool,
}

impl SearchSql {
    /// The keys that match the query bound at a placeholder.
    pub fn select(&self, placeholder: &str) -> String {
        self.select.replace("{}", placeholder)
    }

    /// All of the terms, in the database's own query language.
    pub fn asking(&self, terms: &[Term]) -> String {
        let (and, not) = if self.postgres { (" & ", " & !") } else { (" AND ", " NOT ") };
        let whole = |text: &str| if self.postgres { format!("'{text}'") } else { format!("\"{text}\"") };
        let start = |text: &str| whole(text) + if self.postgres { ":*" } else { " *" };
        let (mut wanted, mut unwanted) = (Vec::new(), String::new());
        for term in terms {
            match term {
                Term::Whole(text) => wanted.push(whole(text)),
                Term::StartsWith(text) => wanted.push(start(text)),
                Term::NotStartsWith(text) => unwanted += &(not.to_owned() + &start(text)),
            }
        }
        wanted.join(and) + &unwanted
    }
}

/// How this database's index is asked.
pub fn search_sql(tx: &Tx) -> SearchSql {
    match tx.inner {
        Inner::Sqlite(_) => SearchSql {
            select: "SELECT rowid AS number FROM member_search WHERE member_search MATCH {}",
            joined: "m.number = found.number",
            postgres: false,
        },
        Inner::Postgres(_) => SearchSql {
            select: "SELECT member_id FROM member_search WHERE terms @@ CAST({} AS tsquery)",
            joined: "m.id = found.member_id",
            postgres: true,
        },
    }
}

/// Puts a member's terms into the index, in place of those that were there.
pub async fn put_terms(tx: &mut Tx, member: MemberId, terms: &str) -> Result<(), DbError> {
    let sql = match tx.inner {
        Inner::Sqlite(_) => {
            "INSERT OR REPLACE INTO member_search (rowid, terms) SELECT number, $2 FROM members WHERE id = $1"
        }
        Inner::Postgres(_) => {
            "INSERT INTO member_search (member_id, terms) VALUES ($1, CAST($2 AS tsvector))
             ON CONFLICT (member_id) DO UPDATE SET terms = excluded.terms"
        }
    };
    query(sql).bind(member).bind(terms).run(tx).await?;
    Ok(())
}

/// Puts the terms of many members into the index, who are not in it yet.
pub async fn put_terms_of_many(
    tx: &mut Tx,
    terms: impl IntoIterator<Item = (MemberId, String)>,
) -> Result<(), DbError> {
    let values: Vec<Value> = terms.into_iter().flat_map(|(id, terms)| [id.into(), terms.into()]).collect();
    let (before, after) = match tx.inner {
        Inner::Sqlite(_) => (
            "INSERT INTO member_search (rowid, terms) SELECT m.number, v.column2 FROM (VALUES ",
            ") v CROSS JOIN members m WHERE m.id = v.column1",
        ),
        Inner::Postgres(_) => (
            "INSERT INTO member_search (member_id, terms) SELECT v.column1, CAST(v.column2 AS tsvector) FROM (VALUES ",
            ") v",
        ),
    };
    in_pieces(tx, values, 2, |values| format!("{before}{values}{after}")).await
}

/// Takes a member out of the index; before the row itself goes.
pub async fn drop_terms(tx: &mut Tx, member: MemberId) -> Result<(), DbError> {
    let sql = match tx.inner {
        Inner::Sqlite(_) => "DELETE FROM member_search WHERE rowid = (SELECT number FROM members WHERE id = $1)",
        Inner::Postgres(_) => "DELETE FROM member_search WHERE member_id = $1",
    };
    query(sql).bind(member).run(tx).await?;
    Ok(())
}

/// A column over `members m`: the ids of their roles in one text, separated by commas; null where there is none. Half the
/// work of a second query for each page of a long walk.
pub fn role_ids_sql(tx: &Tx) -> &'static str {
    match tx.inner {
        Inner::Sqlite(_) => "(SELECT GROUP_CONCAT(HEX(x.role_id)) FROM member_roles x WHERE x.member_id = m.id)",
        Inner::Postgres(_) => {
            "(SELECT STRING_AGG(CAST(x.role_id AS TEXT), ',') FROM member_roles x WHERE x.member_id = m.id)"
        }
    }
}

/// The ids in such a column.
pub fn role_ids(text: Option<&str>) -> impl Iterator<Item = RoleId> {
    text.unwrap_or_default().split(',').filter_map(|id| Uuid::try_parse(id).ok()).map(RoleId)
}
