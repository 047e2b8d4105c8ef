//! People sign in here again.

use super::forget_identities::forget_identities;
use super::lock_to_change;
use crate::db::query;
use crate::members::require_version;
use crate::{Context, Error, audit};

/// Needs `settings:write`, and of a person a confirmed session. Accounts, memberships and roles stay; identities at the
/// issuer go, so that people can choose a password. [`Error::NotFound`] where there is none; [`Error::Conflict`] where
/// it has another version than this by now.
pub async fn remove(ctx: &Context, slug: &str, version: Option<i64>) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let (membership, provider) = lock_to_change(ctx, &mut tx, slug).await?;
    if ctx.token().is_none() {
        ctx.require_confirmed(&mut tx).await?;
    }
    require_version(version, provider.version)?;
    query("DELETE FROM identity_provider_groups WHERE provider_id = $1").bind(provider.id()).run(&mut tx).await?;
    query("DELETE FROM identity_providers WHERE id = $1").bind(provider.id()).run(&mut tx).await?;
    forget_identities(ctx, &mut tx, &provider.issuer).await?;
    audit::Event::new(audit::Action::ProviderRemove)
        .within(membership.workspace)
        .target(provider.id(), &provider.name)
        .before(&serde_json::json!({ "issuer": provider.issuer, "required": provider.required }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
