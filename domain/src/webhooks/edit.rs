//! Changing an endpoint.

use super::check_url::check_url;
use super::create::Snapshot;
use super::{LockedEndpoint, host_of, lock, require_change};
use crate::db::query;
use crate::members::require_version;
use crate::{Context, Error, audit};
use model::ids::WebhookId;
use model::webhooks::WebhookInput;

/// Needs `settings:write` and `audit:read`. Problems at `url`; [`Error::Conflict`] where it has another version by now.
/// Messages that wait go to the new address, and tell as much as they did.
pub async fn edit(ctx: &Context, slug: &str, id: WebhookId, input: &WebhookInput, version: i64) -> Result<(), Error> {
    let mut tx = ctx.read().await?;
    require_change(&ctx.membership(&mut tx, slug).await?)?;
    drop(tx);
    check_url(ctx, &input.url).await?;
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    require_change(&membership)?;
    let former = lock(&mut tx, &membership, id).await?;
    require_version(Some(version), former.version)?;
    query(
        "UPDATE webhook_endpoints SET url = $2, description = $3, events = $4, payload = $5, version = version + 1
         WHERE id = $1",
    )
    .bind(id)
    .bind(&input.url)
    .bind(&input.description)
    .bind(input.events.join(" "))
    .bind(input.payload.name())
    .run(&mut tx)
    .await?;
    let after = Snapshot {
        host: host_of(&input.url),
        description: input.description.clone(),
        events: input.events.clone(),
        payload: input.payload.name().to_owned(),
    };
    audit::Event::new(audit::Action::WebhookEdit)
        .within(membership.workspace)
        .target(id, &after.host)
        .changed(&snapshot(former), &after)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

fn snapshot(endpoint: LockedEndpoint) -> Snapshot {
    Snapshot {
        host: host_of(&endpoint.url),
        description: endpoint.description,
        events: endpoint.events.split_whitespace().map(str::to_owned).collect(),
        payload: endpoint.payload,
    }
}
