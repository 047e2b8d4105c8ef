//! An endpoint that gets nothing any more.

use super::host_of;
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::{Context, Error, audit};
use model::ids::{AccountId, WebhookId, WorkspaceId};
use model::urls::Url;
use model::webhooks::DisabledReason;
use serde_json::json;
use uuid::Uuid;

/// No more get a mail than this.
const MAX_NOTIFIED: i64 = 50;

/// Turns it off; what waits has failed, and can be sent again once it is back on. The caller has locked the endpoint,
/// which is on.
pub(super) async fn disable_in(
    ctx: &Context,
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: WebhookId,
    url: &str,
    reason: DisabledReason,
) -> Result<(), Error> {
    query(
        "UPDATE webhook_endpoints SET enabled = FALSE, disabled_reason = $2, disabled_at = $3, version = version + 1
         WHERE id = $1",
    )
    .bind(id)
    .bind(reason.name())
    .bind(ctx.now())
    .run(tx)
    .await?;
    query("UPDATE webhook_messages SET status = 'failed' WHERE endpoint_id = $1 AND status = 'queued'")
        .bind(id)
        .run(tx)
        .await?;
    audit::Event::new(audit::Action::WebhookDisable)
        .within(workspace)
        .target(id, &host_of(url))
        .after(&json!({ "reason": reason }))
        .record(ctx, tx)
        .await?;
    match reason {
        DisabledReason::Manual => Ok(()),
        DisabledReason::Gone => notify(ctx, tx, workspace, id, url, true).await,
        DisabledReason::Failing => notify(ctx, tx, workspace, id, url, false).await,
    }
}

/// Those who run the workspace, and whoever added the endpoint if they are still there.
async fn notify(
    ctx: &Context,
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: WebhookId,
    url: &str,
    gone: bool,
) -> Result<(), Error> {
    let (slug, workspace_name): (String, String) =
        query("SELECT slug, name FROM workspaces WHERE id = $1").bind(workspace).one(tx).await?;
    let accounts: Vec<(Uuid,)> = query(
        "SELECT m.account_id FROM members m JOIN webhook_endpoints e ON e.workspace_id = m.workspace_id
         WHERE e.id = $1 AND m.status = 'active' AND m.account_id IS NOT NULL
           AND (m.super_user OR m.account_id = e.created_by)
         ORDER BY m.id LIMIT $2",
    )
    .bind(id)
    .bind(MAX_NOTIFIED)
    .all(tx)
    .await?;
    let link = ctx.link(&Url::Webhook { slug, id });
    for (account,) in accounts {
        let message =
            |name| Email::WebhookDisabled { name, workspace: workspace_name.clone(), host: host_of(url), gone };
        mail::write_within(ctx, tx, Some(workspace), AccountId(account), &link, message).await?;
    }
    Ok(())
}
