//! What a workspace allows tokens.

use crate::db::query;
use crate::{Context, Error, audit, token_limits};
use model::permissions::Permission;
use model::tokens::{TokenLifetime, TokenRules};

/// Needs `settings:read`.
pub async fn rules(ctx: &Context, slug: &str) -> Result<TokenRules, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    token_limits::rules(&mut tx, membership.workspace).await
}

/// Needs `settings:write`. They count with the next call of every token, also of those that were made before. Nothing is
/// written where nothing changes.
pub async fn set_rules(ctx: &Context, slug: &str, new: &TokenRules) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    let old = token_limits::rules(&mut tx, membership.workspace).await?;
    if old == *new {
        return Ok(());
    }
    query(
        "UPDATE workspaces SET token_max_lifetime = $2, token_default_lifetime = $3, personal_tokens = $4 WHERE id = $1",
    )
    .bind(membership.workspace)
    .bind(Some(new.max).filter(|max| *max != TokenLifetime::Unlimited).map(TokenLifetime::name))
    .bind(new.default.name())
    .bind(new.personal)
    .run(&mut tx)
    .await?;
    audit::Event::new(audit::Action::WorkspaceEdit)
        .within(membership.workspace)
        .target(membership.workspace, &membership.slug)
        .changed(&old, new)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
