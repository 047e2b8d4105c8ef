//! Whether members have to sign in at the provider.

use super::{break_glass, count_version, lock_to_change};
use crate::db::query;
use crate::members::require_version;
use crate::{Context, Error, audit};
use model::Problem;
use model::ids::AccountId;

/// Needs `settings:write` and a confirmed session. Asks for a test with the present configuration (a problem at
/// `required`), and for an account that gets in without the provider (a problem at `break_glass`): `None` stands for the
/// actor's. Takes effect with the members' next request. [`Error::NotFound`] where there is no provider;
/// [`Error::Conflict`] where it has another version than this by now.
pub async fn set_required(
    ctx: &Context,
    slug: &str,
    required: bool,
    break_glass: Option<AccountId>,
    version: Option<i64>,
) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let (membership, provider) = lock_to_change(ctx, &mut tx, slug).await?;
    ctx.require_confirmed(&mut tx).await?;
    require_version(version, provider.version)?;
    let chosen = if required { break_glass.or(membership.account) } else { None };
    if required {
        if provider.tested_at.is_none() {
            return Err(Error::at("required", Problem::NotTested));
        }
        let account = chosen.ok_or_else(|| Error::at("break_glass", Problem::Required))?;
        if !break_glass::fits(&mut tx, membership.workspace, account).await? {
            return Err(Error::at("break_glass", Problem::NotABreakGlassAccount));
        }
    }
    if required == provider.required && chosen == provider.break_glass() {
        return Ok(());
    }
    query("UPDATE identity_providers SET required = $2, break_glass_id = $3 WHERE id = $1")
        .bind(provider.id())
        .bind(required)
        .bind(chosen)
        .run(&mut tx)
        .await?;
    count_version(&mut tx, provider.id()).await?;
    let name = break_glass::chosen(&mut tx, membership.workspace, chosen).await?.name;
    let action = if required { audit::Action::ProviderRequire } else { audit::Action::ProviderUnrequire };
    let event = audit::Event::new(action).within(membership.workspace).target(provider.id(), &provider.name);
    let event = if required { event.after(&serde_json::json!({ "break_glass": name })) } else { event };
    event.record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
