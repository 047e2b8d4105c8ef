//! Turning an endpoint on and off.

use super::disable::disable_in;
use super::{host_of, lock, require_change};
use crate::db::query;
use crate::{Context, Error, audit};
use model::ids::WebhookId;
use model::webhooks::DisabledReason;
use serde_json::json;

/// Needs `settings:write` and `audit:read`. While it is off, no message is written for it; what waits has failed, and
/// can be sent again once it is back on. Nothing to do where it is so already.
pub async fn set_enabled(ctx: &Context, slug: &str, id: WebhookId, enabled: bool) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    require_change(&membership)?;
    let endpoint = lock(&mut tx, &membership, id).await?;
    if endpoint.enabled == enabled {
        return Ok(());
    }
    if !enabled {
        disable_in(ctx, &mut tx, membership.workspace, id, &endpoint.url, DisabledReason::Manual).await?;
        return Ok(tx.commit().await?);
    }
    audit::Event::new(audit::Action::WebhookEnable)
        .within(membership.workspace)
        .target(id, &host_of(&endpoint.url))
        .before(&json!({ "reason": endpoint.disabled_reason }))
        .record(ctx, &mut tx)
        .await?;
    query(
        "UPDATE webhook_endpoints SET enabled = TRUE, disabled_reason = NULL, disabled_at = NULL, failing_since = NULL,
             paused_until = 0, version = version + 1
         WHERE id = $1",
    )
    .bind(id)
    .run(&mut tx)
    .await?;
    Ok(tx.commit().await?)
}
