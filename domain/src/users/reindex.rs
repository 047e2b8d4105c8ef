//! Filling the search index where the database was made before it, or before its terms were what they are.

use crate::db::query;
use crate::members::refresh;
use crate::{Error, Roster};
use uuid::Uuid;

/// Counts what `terms` makes of a person; another number makes the index anew.
const TERMS: &str = "2";
const BATCH: i64 = 1_000;

/// Makes the index anew where it is due: once after such an update, in batches, before anything is served.
pub async fn reindex_if_due(roster: &Roster) -> Result<(), Error> {
    let mut tx = roster.db.read().await?;
    let made: Option<(String,)> =
        query("SELECT value FROM installation WHERE key = 'search terms'").optional(&mut tx).await?;
    drop(tx);
    if made.is_some_and(|(version,)| version == TERMS) {
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
                query("INSERT INTO installation (key, value) VALUES ('search terms', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
                    .bind(TERMS)
                    .run(&mut tx)
                    .await?;
                return Ok(tx.commit().await?);
            }
        }
        tx.commit().await?;
    }
}
