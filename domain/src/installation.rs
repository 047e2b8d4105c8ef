//! Work that is done once for an installation, before anything is served, and again where its version has changed.

use crate::db::{Tx, query};
use crate::{Error, Roster};
use uuid::Uuid;

/// Does it where this version of it has not been done, and notes that it has. Work that is cut short is done again.
pub(crate) async fn once(
    roster: &Roster,
    work: &str,
    version: &str,
    doing: impl Future<Output = Result<(), Error>>,
) -> Result<(), Error> {
    if has_done(roster, work, version).await? {
        return Ok(());
    }
    doing.await?;
    let mut tx = roster.db.write().await?;
    note_done(&mut tx, work, version).await?;
    Ok(tx.commit().await?)
}

/// Goes through rows in the order of their ids, each batch in a transaction of its own. `batch` does those after an id
/// and answers the last of them; none at the end.
pub(crate) async fn in_batches(
    roster: &Roster,
    batch: impl AsyncFn(&mut Tx, Uuid) -> Result<Option<Uuid>, Error>,
) -> Result<(), Error> {
    let mut after = Some(Uuid::nil());
    while let Some(last) = after {
        let mut tx = roster.db.write().await?;
        after = batch(&mut tx, last).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn has_done(roster: &Roster, work: &str, version: &str) -> Result<bool, Error> {
    let mut tx = roster.db.read().await?;
    let done: Option<(String,)> =
        query("SELECT value FROM installation WHERE key = $1").bind(work).optional(&mut tx).await?;
    Ok(done.is_some_and(|(done,)| done == version))
}

async fn note_done(tx: &mut Tx, work: &str, version: &str) -> Result<(), Error> {
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
