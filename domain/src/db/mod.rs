//! The only module that knows which database runs.
//!
//! A feature writes one SQL text with `$1` placeholders and runs it in a [`Tx`]; both databases take it:
//!
//! ```ignore
//! let mut tx = db.write().await?;
//! query("UPDATE accounts SET language = $2 WHERE id = $1").bind(id).bind(language.tag()).run(&mut tx).await?;
//! tx.commit().await?;
//! ```
//!
//! Why this and not sqlx's `Any`, two repositories or an ORM: docs/adr/0001-one-sql.md.

mod error;
mod health;
mod insert;
mod like;
mod lock;
mod many;
mod migrate;
mod packed;
mod pool;
mod query;
mod search;
mod tidy;
mod value;

pub use error::DbError;
pub use insert::{Rows, run_over_values};
pub use like::contains;
pub use many::{all_of, run_of, run_over};
pub use packed::id_sql;
pub use pool::{Database, Tx};
pub use query::{Query, Row, query};
pub use search::{SearchSql, Term, drop_terms, ids, ids_sql, indexed, put_terms, search_sql};
pub use value::Value;
