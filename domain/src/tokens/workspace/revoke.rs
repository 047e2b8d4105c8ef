//! A token that does not reach the workspace any more.

use super::list::find_reaching;
use crate::db::query;
use crate::tokens::owner::TokenOwner;
use crate::tokens::revoke::revoke_in;
use crate::{Context, Error, audit};
use model::ids::TokenId;
use model::permissions::Permission;

/// Revokes a token of the workspace's own. Of a personal one it takes away the reach into this workspace: the token is
/// its owner's. Needs `settings:write`. [`Error::NotFound`] for what does not reach the workspace; [`Error::Conflict`]
/// where it has been revoked already.
pub async fn revoke(ctx: &Context, slug: &str, id: TokenId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    ctx.require_session(&mut tx).await?;
    let owner = TokenOwner::Workspace(membership.workspace);
    owner.lock(&mut tx).await?;
    let own: Option<(i64,)> = query("SELECT created_at FROM tokens WHERE id = $1 AND workspace_id = $2")
        .bind(id)
        .bind(membership.workspace)
        .optional(&mut tx)
        .await?;
    if own.is_some() {
        revoke_in(ctx, &mut tx, owner, id).await?;
        return Ok(tx.commit().await?);
    }
    let personal = find_reaching(ctx, &mut tx, &membership, id).await?;
    query("INSERT INTO token_denials (token_id, workspace_id, denied_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind(id)
        .bind(membership.workspace)
        .bind(ctx.now())
        .run(&mut tx)
        .await?;
    audit::Event::new(audit::Action::TokenDeny)
        .within(membership.workspace)
        .target(id, &personal.token.description)
        .before(&serde_json::json!({ "owner": personal.owner, "prefix": personal.token.prefix }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
