//! A message that tells of nothing, to try an endpoint.

use super::{lock, require_change};
use crate::db::query;
use crate::{Context, Error};
use model::ids::{EventId, WebhookId};
use model::webhooks::TEST;

/// Needs `settings:write` and `audit:read`. [`Error::Conflict`] where the endpoint is off. Answers the event's id.
pub async fn send_test(ctx: &Context, slug: &str, id: WebhookId) -> Result<EventId, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    require_change(&membership)?;
    let endpoint = lock(&mut tx, &membership, id).await?;
    if !endpoint.enabled {
        return Err(Error::Conflict);
    }
    let event: EventId = ctx.id();
    query(
        "INSERT INTO webhook_messages
             (endpoint_id, event_id, workspace_id, event_type, payload, status, attempts, step, next_at, created_at)
         VALUES ($1, $2, $3, $4, $5, 'queued', 0, 0, $6, $6)",
    )
    .bind(id)
    .bind(event)
    .bind(membership.workspace)
    .bind(TEST)
    .bind(&endpoint.payload)
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    tx.wakes(&ctx.roster.webhooks_waiting);
    tx.commit().await?;
    Ok(event)
}
