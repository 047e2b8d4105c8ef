//! Locking rows that are read.

use super::pool::{Inner, Tx};

impl Tx {
    /// Ends a SELECT whose rows no other transaction is to change before this one ends: those who want to wait.
    /// PostgreSQL locks the rows, and less than `FOR UPDATE` does, so that rows which refer to them can still be
    /// inserted. On SQLite a transaction that writes is alone already.
    pub fn for_update(&self) -> &'static str {
        match self.inner {
            Inner::Postgres(_) => " FOR NO KEY UPDATE",
            Inner::Sqlite(_) => "",
        }
    }
}
