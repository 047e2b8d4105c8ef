//! Another secret for an endpoint.

use super::{WebhookSecret, host_of, lock, require_change};
use crate::clock::DAY;
use crate::db::query;
use crate::{Context, Error, audit};
use model::ids::WebhookId;

/// Needs `settings:write` and `audit:read`. The former secret signs beside the new one for 24 hours.
pub async fn rotate_secret(ctx: &Context, slug: &str, id: WebhookId) -> Result<WebhookSecret, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    require_change(&membership)?;
    let endpoint = lock(&mut tx, &membership, id).await?;
    let secret = WebhookSecret::new(&ctx.roster.random);
    query(
        "UPDATE webhook_endpoints SET former_secret = secret, former_secret_until = $2, secret = $3,
             version = version + 1
         WHERE id = $1",
    )
    .bind(id)
    .bind(ctx.now() + DAY)
    .bind(secret.sealed(ctx)?)
    .run(&mut tx)
    .await?;
    audit::Event::new(audit::Action::WebhookRotateSecret)
        .within(membership.workspace)
        .target(id, &host_of(&endpoint.url))
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(secret)
}
