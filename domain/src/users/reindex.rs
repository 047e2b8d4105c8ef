//! Filling the search index where the database was made before it, or before its terms were what they are.

use crate::db::query;
use crate::members::refresh;
use crate::{Error, Roster, installation};
use uuid::Uuid;

const WORK: &str = "search terms";
/// Counts what `terms` makes of a person; another number makes the index anew.
const TERMS: &str = "3";
const BATCH: i64 = 1_000;

/// Makes the index anew where it is due: once after such an update, in batches, before anything is served.
pub async fn reindex_if_due(roster: &Roster) -> Result<(), Error> {
    if installation::has_done(roster, WORK, TERMS).await? {
        return Ok(());
    }
    let mut after = Uuid::nil();
    loop {
        let mut tx = roster.db.write().await?;
        let members: Vec<(Uuid,)> = query("SELECT id FROM members WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(after)
            .bind(BATCH)
            .all(&mut tx)
            .await?;
        for (member,) in &members {
            refresh(&mut tx, (*member).into()).await?;
        }
        match members.last() {
            Some((last,)) => after = *last,
            None => {
                installation::note_done(&mut tx, WORK, TERMS).await?;
                return Ok(tx.commit().await?);
            }
        }
        tx.commit().await?;
    }
}
