//! Another secret for a token of the workspace's own.

use super::create::require_held;
use crate::db::query;
use crate::tokens::insert::CreatedToken;
use crate::tokens::owner::TokenOwner;
use crate::tokens::rotate::{Rotator, rotate_in};
use crate::{Context, Error, stored};
use model::ids::TokenId;
use model::permissions::Permission;
use model::tokens::Rotation;

/// Replaces a token of the workspace's own ([`crate::tokens::rotate()`]). Needs what making it needs: whoever rotates it
/// has its secret. Problems at `form` and `lifetime`.
pub async fn rotate(ctx: &Context, slug: &str, id: TokenId, rotation: Rotation) -> Result<CreatedToken, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    ctx.require_confirmed(&mut tx).await?;
    let owner = TokenOwner::Workspace(membership.workspace);
    owner.lock(&mut tx).await?;
    let scopes: Option<(String,)> = query("SELECT scopes FROM tokens WHERE id = $1 AND workspace_id = $2")
        .bind(id)
        .bind(membership.workspace)
        .optional(&mut tx)
        .await?;
    let (scopes,) = scopes.ok_or(Error::NotFound)?;
    require_held(&membership, &stored::parsed(&scopes, "a token's scopes")?).map_err(|error| error.moved_to("form"))?;
    let created = rotate_in(ctx, &mut tx, owner, id, rotation, Rotator::Person(account)).await?;
    tx.commit().await?;
    Ok(created)
}
