//! Sending again what was sent.

use super::{host_of, lock, require_change};
use crate::clock::Micros;
use crate::db::query;
use crate::{Context, Error, audit};
use model::ids::{EventId, WebhookId};
use serde_json::json;

/// A message begins the schedule anew, under the id that it had.
const AGAIN: &str = "UPDATE webhook_messages SET status = 'queued', step = 0, started_at = NULL, next_at = $2
    WHERE endpoint_id = $1";

/// Needs `settings:write` and `audit:read`. [`Error::Conflict`] where the message still waits, or the endpoint is off.
pub async fn replay(ctx: &Context, slug: &str, id: WebhookId, event: EventId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    require_change(&membership)?;
    let endpoint = lock(&mut tx, &membership, id).await?;
    let found: Option<(String, String)> =
        query("SELECT status, event_type FROM webhook_messages WHERE endpoint_id = $1 AND event_id = $2")
            .bind(id)
            .bind(event)
            .optional(&mut tx)
            .await?;
    let (status, event_type) = found.ok_or(Error::NotFound)?;
    if status == "queued" || !endpoint.enabled {
        return Err(Error::Conflict);
    }
    query(format!("{AGAIN} AND event_id = $3")).bind(id).bind(ctx.now()).bind(event).run(&mut tx).await?;
    audit::Event::new(audit::Action::WebhookReplay)
        .within(membership.workspace)
        .target(id, &host_of(&endpoint.url))
        .after(&json!({ "events": [event_type] }))
        .record(ctx, &mut tx)
        .await?;
    tx.wakes(&ctx.roster.webhooks_waiting);
    Ok(tx.commit().await?)
}

/// The same of all that have failed since a moment; answers how many. [`Error::Conflict`] where the endpoint is off.
pub async fn replay_failed(ctx: &Context, slug: &str, id: WebhookId, since: Micros) -> Result<u64, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    require_change(&membership)?;
    let endpoint = lock(&mut tx, &membership, id).await?;
    if !endpoint.enabled {
        return Err(Error::Conflict);
    }
    let many = query(format!("{AGAIN} AND status = 'failed' AND created_at >= $3"))
        .bind(id)
        .bind(ctx.now())
        .bind(since)
        .run(&mut tx)
        .await?;
    if many > 0 {
        audit::Event::new(audit::Action::WebhookReplay)
            .within(membership.workspace)
            .target(id, &host_of(&endpoint.url))
            .after(&json!({ "count": many }))
            .record(ctx, &mut tx)
            .await?;
        tx.wakes(&ctx.roster.webhooks_waiting);
    }
    tx.commit().await?;
    Ok(many)
}
