//! Who wants to hear of an event: one message for each webhook, in the event's own transaction.

use crate::clock::Micros;
use crate::db::{Tx, contains, query};
use crate::{Context, Error};
use model::audit::Action;
use model::ids::WorkspaceId;
use model::webhooks::event_type;
use uuid::Uuid;

/// One statement, which finds nothing where the workspace has no endpoint. What a message says is read from the event
/// when it is sent.
pub(super) async fn publish(
    ctx: &Context,
    tx: &mut Tx,
    action: Action,
    workspace: WorkspaceId,
    event: Uuid,
    now: Micros,
) -> Result<(), Error> {
    let Some(event_type) = event_type(action) else { return Ok(()) };
    let written = query(
        "INSERT INTO webhook_messages
             (endpoint_id, event_id, workspace_id, event_type, payload, status, attempts, step, next_at, created_at)
         SELECT id, $1, workspace_id, $2, payload, 'queued', 0, 0, $3, $3 FROM webhook_endpoints
         WHERE workspace_id = $4 AND enabled AND (events = '' OR ' ' || events || ' ' LIKE $5 ESCAPE '!')",
    )
    .bind(event)
    .bind(event_type)
    .bind(now)
    .bind(workspace)
    .bind(contains(&format!(" {event_type} ")))
    .run(tx)
    .await?;
    if written > 0 {
        tx.wakes(&ctx.roster.webhooks_waiting);
    }
    Ok(())
}
