//! Work that is done once for an installation, before anything is served, and again where its version has changed.

use crate::db::{Tx, query};
use crate::{Error, Roster};

/// Whether this version of it has been done.
pub(crate) async fn has_done(roster: &Roster, work: &str, version: &str) -> Result<bool, Error> {
    let mut tx = roster.db.read().await?;
    let done: Option<(String,)> =
        query("SELECT value FROM installation WHERE key = $1").bind(work).optional(&mut tx).await?;
    Ok(done.is_some_and(|(done,)| done == version))
}

/// Notes that it has, in the transaction of its end.
pub(crate) async fn note_done(tx: &mut Tx, work: &str, version: &str) -> Result<(), Error> {
    query(
        "INSERT INTO installation (key, value) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(work)
    .bind(version)
    .run(tx)
    .await?;
    Ok(())
}
