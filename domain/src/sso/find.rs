//! The provider of someone's workspace, by the domain of their address.

use crate::db::query;
use crate::{Context, Error, keys};
use uuid::Uuid;

/// The key of the provider of a workspace that has verified the address's domain; none where there is none. It tells of
/// domains alone, nothing of people.
pub async fn provider_for(ctx: &Context, email: &str) -> Result<Option<String>, Error> {
    let found: Option<(Uuid,)> = query(
        "SELECT p.id FROM workspace_domains d
         JOIN workspaces w ON w.id = d.workspace_id JOIN identity_providers p ON p.workspace_id = w.id
         WHERE d.domain = $1 AND d.verified_at IS NOT NULL AND w.deleted_at IS NULL
         ORDER BY d.verified_at LIMIT 1",
    )
    .bind(keys::domain_of(email))
    .optional(&mut ctx.read().await?)
    .await?;
    Ok(found.map(|(id,)| id.to_string()))
}
