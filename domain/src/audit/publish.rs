//! Who wants to hear of an event: one message for each webhook, in the event's own transaction.

use crate::clock::Micros;
use crate::db::{Tx, contains, run_over};
use crate::{Context, Error};
use model::audit::Action;
use model::ids::WorkspaceId;
use model::webhooks::event_type;
use uuid::Uuid;

/// One statement for all of them, which finds nothing where the workspace has no endpoint. What a message says is read
/// from the event when it is sent.
pub(super) async fn publish(
    ctx: &Context,
    tx: &mut Tx,
    events: &[(Action, WorkspaceId, Uuid)],
    now: Micros,
) -> Result<(), Error> {
    let row = |(action, workspace, event): &(Action, WorkspaceId, Uuid)| {
        let event_type = event_type(*action)?;
        let wanted = contains(&format!(" {event_type} "));
        Some([(*event).into(), event_type.into(), now.into(), (*workspace).into(), wanted.into()])
    };
    let written = run_over(tx, events.iter().filter_map(row), |values| {
        format!(
            "INSERT INTO webhook_messages
                 (endpoint_id, event_id, workspace_id, event_type, payload, status, attempts, step, next_at, created_at)
             SELECT w.id, v.column1, w.workspace_id, v.column2, w.payload, 'queued', 0, 0, v.column3, v.column3
             FROM (VALUES {values}) v JOIN webhook_endpoints w ON w.workspace_id = v.column4
             WHERE w.enabled AND (w.events = '' OR ' ' || w.events || ' ' LIKE v.column5 ESCAPE '!')"
        )
    })
    .await?;
    if written > 0 {
        tx.wakes(&ctx.roster.webhooks_waiting);
    }
    Ok(())
}
