//! Retention: the oldest events go, and the chain stays whole.

use super::Event;
use super::link::ACCOUNTS;
use super::seal::Head;
use crate::clock::{DAY, Micros, micros};
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::audit::Action;
use model::ids::WorkspaceId;
use std::time::Duration;
use uuid::Uuid;

/// Events in one transaction.
const BATCH: usize = 1_000;

/// Deletes what is older than so many whole days (UTC), so that a chain is cut once a day at most. A chain is cut from
/// its beginning up to the first event that is younger; an event that is missing already is no event to pass over.
pub async fn retain(ctx: &Context, age: Duration) -> Result<(), Error> {
    let before = (ctx.now() - micros(age)).div_euclid(DAY) * DAY;
    let chains: Vec<(Uuid,)> =
        query("SELECT workspace_id FROM audit_heads WHERE position > anchor").all(&mut ctx.read().await?).await?;
    for (chain,) in chains {
        while cut(ctx, chain, before).await? == BATCH {}
    }
    Ok(())
}

/// Cuts a piece off; answers how many events went.
async fn cut(ctx: &Context, chain: Uuid, before: Micros) -> Result<usize, Error> {
    let mut tx = ctx.write().await?;
    let head = Head::lock(&mut tx, chain).await?;
    let links: Vec<(i64, Vec<u8>, Option<i64>)> = query(format!(
        "SELECT c.position, c.hash, e.at FROM audit_chain c LEFT JOIN audit_events e ON e.id = c.event_id
         WHERE c.workspace_id = $1 AND c.position > $2 ORDER BY c.position LIMIT {BATCH}"
    ))
    .bind(chain)
    .bind(head.anchor)
    .all(&mut tx)
    .await?;
    let old = links.into_iter().take_while(|(_, _, at)| at.is_some_and(|at| at < before));
    let old: Vec<(i64, Vec<u8>)> = old.map(|(position, hash, _)| (position, hash)).collect();
    let Some((position, hash)) = old.last() else { return Ok(0) };
    move_anchor(&mut tx, chain, *position, hash).await?;
    let event = Event::new(Action::AuditRetain).after(&serde_json::json!({ "events": old.len(), "up_to": position }));
    let event = if chain == ACCOUNTS { event } else { event.within(WorkspaceId(chain)) };
    event.record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(old.len())
}

/// What lies before the anchor may go: nothing else lets the database delete.
async fn move_anchor(tx: &mut Tx, chain: Uuid, position: i64, hash: &[u8]) -> Result<(), Error> {
    query("UPDATE audit_heads SET anchor = $2, anchor_hash = $3 WHERE workspace_id = $1")
        .bind(chain)
        .bind(position)
        .bind(hash.to_vec())
        .run(tx)
        .await?;
    query(
        "DELETE FROM audit_events WHERE id IN (
             SELECT event_id FROM audit_chain WHERE workspace_id = $1 AND position <= $2)",
    )
    .bind(chain)
    .bind(position)
    .run(tx)
    .await?;
    query("DELETE FROM audit_chain WHERE workspace_id = $1 AND position <= $2")
        .bind(chain)
        .bind(position)
        .run(tx)
        .await?;
    Ok(())
}
