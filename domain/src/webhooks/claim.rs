//! Which endpoint is served next: one server at a time delivers to it, as long as its lease lasts.

use super::payload::{COLUMNS, Message, TABLES};
use super::secret::Secrets;
use crate::clock::{Micros, micros};
use crate::credits::{self, Reserved};
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::credits::Meter;
use model::ids::{WebhookId, WorkspaceId};
use model::webhooks::AttemptProblem;
use std::time::Duration;
use uuid::Uuid;

/// A server that dies with messages in hand leaves them to others after this. It is longer than all attempts at once.
const LEASE: Duration = Duration::from_mins(2);
/// What can't be paid is looked at again after this.
const UNPAID_PAUSE: Duration = Duration::from_mins(10);
/// So many messages are sent to one endpoint at once.
const BATCH: i64 = 8;

/// Which endpoints a delivery looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// Only those whose last message arrived: those that hang never take all deliveries.
    Healthy,
    /// The one that was served longest ago.
    Any,
}

/// An endpoint that this server delivers to, and what is due there.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    pub id: WebhookId,
    pub workspace: WorkspaceId,
    pub url: String,
    pub secrets: Secrets,
    pub messages: Vec<Message>,
    /// What pays for them.
    pub reserved: Reserved,
}

#[derive(sqlx::FromRow)]
struct EndpointRow {
    workspace_id: Uuid,
    url: String,
    #[sqlx(flatten)]
    secrets: Secrets,
}

/// Takes the next endpoint that has something to deliver.
pub(super) async fn claim(ctx: &Context, lane: Lane) -> Result<Option<Claimed>, Error> {
    let only = if lane == Lane::Healthy { "AND e.failing_since IS NULL" } else { "" };
    loop {
        let now = ctx.now();
        let due: Option<(Uuid,)> = query(format!(
            "SELECT e.id FROM webhook_endpoints e JOIN workspaces w ON w.id = e.workspace_id
             WHERE e.enabled AND e.leased_until <= $1 AND e.paused_until <= $1 AND w.deleted_at IS NULL {only}
               AND EXISTS (SELECT 1 FROM webhook_messages m
                           WHERE m.endpoint_id = e.id AND m.status = 'queued' AND m.next_at <= $1)
             ORDER BY e.leased_until, e.id LIMIT 1"
        ))
        .bind(now)
        .optional(&mut ctx.read().await?)
        .await?;
        let Some((id,)) = due else { return Ok(None) };
        let mut tx = ctx.write().await?;
        let leased: Option<EndpointRow> = query(
            "UPDATE webhook_endpoints SET leased_until = $3
             WHERE id = $1 AND enabled AND leased_until <= $2 AND paused_until <= $2
             RETURNING workspace_id, url, secret, former_secret, former_secret_until",
        )
        .bind(id)
        .bind(now)
        .bind(now + micros(LEASE))
        .optional(&mut tx)
        .await?;
        // Another server has taken it meanwhile.
        let Some(EndpointRow { workspace_id, url, secrets }) = leased else { continue };
        let (id, workspace) = (WebhookId(id), WorkspaceId(workspace_id));
        let mut messages = due_messages(&mut tx, id, now).await?;
        let reserved = reserve(ctx, &mut tx, id, workspace, &mut messages).await?;
        tx.commit().await?;
        if !messages.is_empty() {
            return Ok(Some(Claimed { id, workspace, url, secrets, messages, reserved }));
        }
    }
}

/// Reserves what the messages cost. Those that can't be paid wait, and the endpoint says why.
async fn reserve(
    ctx: &Context,
    tx: &mut Tx,
    id: WebhookId,
    workspace: WorkspaceId,
    messages: &mut Vec<Message>,
) -> Result<Reserved, Error> {
    let quantity = i64::try_from(messages.len()).unwrap_or(i64::MAX);
    let reserved = credits::reserve_in(ctx, tx, workspace, None, Meter::WebhookDelivery, quantity).await?;
    let unpaid = messages.split_off(usize::try_from(reserved.payable).unwrap_or_default().min(messages.len()));
    for message in &unpaid {
        query("UPDATE webhook_messages SET next_at = $3 WHERE endpoint_id = $1 AND event_id = $2")
            .bind(id)
            .bind(message.event_id)
            .bind(ctx.now() + micros(UNPAID_PAUSE))
            .run(tx)
            .await?;
    }
    if !unpaid.is_empty() {
        query("UPDATE webhook_endpoints SET last_at = $2, last_status = NULL, last_problem = $3 WHERE id = $1")
            .bind(id)
            .bind(ctx.now())
            .bind(AttemptProblem::OutOfCredits.name())
            .run(tx)
            .await?;
    }
    if messages.is_empty() {
        query("UPDATE webhook_endpoints SET leased_until = $2 WHERE id = $1").bind(id).bind(ctx.now()).run(tx).await?;
    }
    Ok(reserved)
}

async fn due_messages(tx: &mut Tx, id: WebhookId, now: Micros) -> Result<Vec<Message>, Error> {
    let due = query(format!(
        "SELECT {COLUMNS} FROM {TABLES}
         WHERE m.endpoint_id = $1 AND m.status = 'queued' AND m.next_at <= $2 ORDER BY m.next_at, m.event_id LIMIT $3"
    ));
    Ok(due.bind(id).bind(now).bind(BATCH).all(tx).await?)
}
