//! Removing an endpoint.

use super::{host_of, lock, require_change};
use crate::db::query;
use crate::members::require_version;
use crate::{Context, Error, audit};
use model::ids::WebhookId;

/// Needs `settings:write` and `audit:read`. What was sent to it, and what waits, goes too. [`Error::Conflict`]
/// where it has another version than this by now.
pub async fn delete(ctx: &Context, slug: &str, id: WebhookId, version: Option<i64>) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    require_change(&membership)?;
    let endpoint = lock(&mut tx, &membership, id).await?;
    require_version(version, endpoint.version)?;
    query("DELETE FROM webhook_endpoints WHERE id = $1").bind(id).run(&mut tx).await?;
    for table in ["webhook_attempts", "webhook_messages"] {
        query(format!("DELETE FROM {table} WHERE endpoint_id = $1")).bind(id).run(&mut tx).await?;
    }
    audit::Event::new(audit::Action::WebhookDelete)
        .within(membership.workspace)
        .target(id, &host_of(&endpoint.url))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
