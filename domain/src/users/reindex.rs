//! Filling the search index where the database was made before it, or before its terms were what they are.

use crate::db::{Tx, query};
use crate::members::refresh_all;
use crate::{Error, Roster, installation};
use model::ids::MemberId;
use uuid::Uuid;

const WORK: &str = "search terms";
/// Counts what `terms` makes of a person; another number makes the index anew.
const TERMS: &str = "4";
const BATCH: i64 = 1_000;

/// Makes the index anew where it is due: once after such an update, in batches, before anything is served.
pub async fn reindex_if_due(roster: &Roster) -> Result<(), Error> {
    installation::once(roster, WORK, TERMS, installation::in_batches(roster, members)).await
}

/// The members after this one; answers the last of them, none at the end.
async fn members(tx: &mut Tx, after: Uuid) -> Result<Option<Uuid>, Error> {
    let members: Vec<(Uuid,)> =
        query("SELECT id FROM members WHERE id > $1 ORDER BY id LIMIT $2").bind(after).bind(BATCH).all(tx).await?;
    let members: Vec<MemberId> = members.into_iter().map(|(id,)| MemberId(id)).collect();
    refresh_all(tx, &members).await?;
    Ok(members.last().map(|last| last.0))
}
