//! A group of the provider's gives a role.

use super::{count_version, lock_to_change};
use crate::db::query;
use crate::members::Grant;
use crate::members::require_version;
use crate::members::roles::require_assignable;
use crate::{Context, Error, audit};
use model::Problem;
use model::identity_provider::{GroupMapping, MAX_MAPPED_GROUPS};
use model::users::RoleChoice;

/// Needs `settings:write`, and everything that the role allows: with each sign-in the group gives what whoever has
/// mapped it could give then. Mapping it once more makes it the actor's. Problems at `group_name` and `role`;
/// [`Error::NotFound`] where there is no provider; [`Error::Conflict`] where it has another version than this by now.
pub async fn map_group(ctx: &Context, slug: &str, mapping: &GroupMapping, version: Option<i64>) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let (membership, provider) = lock_to_change(ctx, &mut tx, slug).await?;
    let actor = membership.require_account()?;
    require_version(version, provider.version)?;
    let Grant::Role(role) = require_assignable(&mut tx, &membership, RoleChoice::Role(mapping.role)).await? else {
        return Err(Error::at("role", Problem::NotAChoice));
    };
    let (many,): (i64,) = query(
        "SELECT COUNT(*) FROM identity_provider_groups WHERE provider_id = $1 AND NOT (group_name = $2 AND role_id = $3)",
    )
    .bind(provider.id())
    .bind(&mapping.group)
    .bind(mapping.role)
    .one(&mut tx)
    .await?;
    if usize::try_from(many).is_ok_and(|many| many >= MAX_MAPPED_GROUPS) {
        return Err(Error::at("group_name", Problem::TooMany { max: MAX_MAPPED_GROUPS }));
    }
    query(
        "INSERT INTO identity_provider_groups (provider_id, group_name, role_id, mapped_by, created_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (provider_id, group_name, role_id)
         DO UPDATE SET mapped_by = excluded.mapped_by, created_at = excluded.created_at",
    )
    .bind(provider.id())
    .bind(&mapping.group)
    .bind(mapping.role)
    .bind(actor)
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    count_version(&mut tx, provider.id()).await?;
    audit::Event::new(audit::Action::ProviderMapGroup)
        .within(membership.workspace)
        .target(provider.id(), &provider.name)
        .after(&serde_json::json!({ "group": mapping.group, "role": role.name }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
