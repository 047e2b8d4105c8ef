//! A group of the provider's gives a role no longer.

use super::{count_version, lock_to_change};
use crate::db::{Tx, query};
use crate::members::require_version;
use crate::{Context, Error, audit};
use model::identity_provider::GroupMapping;
use model::ids::RoleId;

/// Needs `settings:write`. Whoever has the role by the group keeps it, as one that no group gives: it is then for people
/// here to take. [`Error::NotFound`] where the group does not give the role; [`Error::Conflict`] where the provider has
/// another version than this by now.
pub async fn unmap_group(ctx: &Context, slug: &str, mapping: &GroupMapping, version: Option<i64>) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let (membership, provider) = lock_to_change(ctx, &mut tx, slug).await?;
    require_version(version, provider.version)?;
    let deleted =
        query("DELETE FROM identity_provider_groups WHERE provider_id = $1 AND group_name = $2 AND role_id = $3")
            .bind(provider.id())
            .bind(&mapping.group)
            .bind(mapping.role)
            .run(&mut tx)
            .await?;
    if deleted == 0 {
        return Err(Error::NotFound);
    }
    count_version(&mut tx, provider.id()).await?;
    let role = role_name(&mut tx, mapping.role).await?;
    audit::Event::new(audit::Action::ProviderUnmapGroup)
        .within(membership.workspace)
        .target(provider.id(), &provider.name)
        .before(&serde_json::json!({ "group": mapping.group, "role": role }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

async fn role_name(tx: &mut Tx, role: RoleId) -> Result<String, Error> {
    let found: Option<(String,)> = query("SELECT name FROM roles WHERE id = $1").bind(role).optional(tx).await?;
    Ok(found.map(|(name,)| name).unwrap_or_default())
}
