//! Sealing: what has been committed gets its link in the chain.
//!
//! Writers of events take no lock and wait for nobody: they insert, and a trigger notes what is to be sealed. Whoever
//! seals holds the head of one chain, so that of any number of servers one at a time adds to it.

use super::link::{BEGINNING, COLUMNS, Sealed};
use crate::db::{Rows, Tx, query};
use crate::{Context, Error};
use uuid::Uuid;

/// Links in one transaction.
const BATCH: u32 = 500;

/// Seals every committed event, of all workspaces.
pub async fn seal(ctx: &Context) -> Result<(), Error> {
    let mut from = Uuid::nil();
    while let Some(chain) = due(ctx, from).await? {
        seal_chain(ctx, chain).await?;
        from = Uuid::from_u128(chain.as_u128().saturating_add(1));
    }
    Ok(())
}

/// The first chain from this one on that has something to be sealed.
async fn due(ctx: &Context, from: Uuid) -> Result<Option<Uuid>, Error> {
    let mut tx = ctx.read().await?;
    let row: Option<(Uuid,)> =
        query("SELECT workspace_id FROM audit_unsealed WHERE workspace_id >= $1 ORDER BY workspace_id LIMIT 1")
            .bind(from)
            .optional(&mut tx)
            .await?;
    Ok(row.map(|(chain,)| chain))
}

/// Seals what is committed of one chain.
pub(super) async fn seal_chain(ctx: &Context, chain: Uuid) -> Result<(), Error> {
    loop {
        let mut tx = ctx.write().await?;
        let sealed = seal_batch(&mut tx, chain).await?;
        tx.commit().await?;
        if sealed < BATCH as usize {
            return Ok(());
        }
        // Others want to write too.
        tokio::task::yield_now().await;
    }
}

async fn seal_batch(tx: &mut Tx, chain: Uuid) -> Result<usize, Error> {
    let head = Head::lock(tx, chain).await?;
    let events: Vec<Sealed> = query(format!(
        "SELECT {COLUMNS} FROM audit_unsealed u JOIN audit_events e ON e.id = u.event_id
         WHERE u.workspace_id = $1 ORDER BY u.event_id LIMIT {BATCH}"
    ))
    .bind(chain)
    .all(tx)
    .await?;
    if events.is_empty() {
        return Ok(0);
    }
    let (mut position, mut hash) = (head.position, head.hash);
    let mut links = Rows::of("audit_chain (workspace_id, position, event_id, hash)");
    for event in &events {
        position += 1;
        hash = event.hash(&hash, position);
        links.push([chain.into(), position.into(), event.id.into(), hash.clone().into()]);
    }
    links.insert(tx).await?;
    // Those that were read, and not what others have committed meanwhile.
    query(
        "DELETE FROM audit_unsealed WHERE workspace_id = $1 AND event_id IN (
             SELECT event_id FROM audit_chain WHERE workspace_id = $1 AND position > $2)",
    )
    .bind(chain)
    .bind(head.position)
    .run(tx)
    .await?;
    query("UPDATE audit_heads SET position = $2, hash = $3 WHERE workspace_id = $1")
        .bind(chain)
        .bind(position)
        .bind(hash)
        .run(tx)
        .await?;
    Ok(events.len())
}

/// Where a chain ends, and where it begins since the retention has cut it.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Head {
    pub position: i64,
    pub hash: Vec<u8>,
    pub anchor: i64,
    pub anchor_hash: Vec<u8>,
}

impl Head {
    /// Locked until the transaction ends.
    pub(super) async fn lock(tx: &mut Tx, chain: Uuid) -> Result<Self, Error> {
        query(
            "INSERT INTO audit_heads (workspace_id, position, hash, anchor, anchor_hash) VALUES ($1, 0, $2, 0, $2)
             ON CONFLICT (workspace_id) DO NOTHING",
        )
        .bind(chain)
        .bind(BEGINNING.to_vec())
        .run(tx)
        .await?;
        Ok(query(format!(
            "SELECT position, hash, anchor, anchor_hash FROM audit_heads WHERE workspace_id = $1{}",
            tx.for_update()
        ))
        .bind(chain)
        .one(tx)
        .await?)
    }

    /// Of a chain without links there may be none.
    pub(super) async fn read(tx: &mut Tx, chain: Uuid) -> Result<Self, Error> {
        let select = "SELECT position, hash, anchor, anchor_hash FROM audit_heads WHERE workspace_id = $1";
        let head = query(select).bind(chain).optional(tx).await?;
        Ok(head.unwrap_or(Self { position: 0, hash: BEGINNING.into(), anchor: 0, anchor_hash: BEGINNING.into() }))
    }
}
