//! What a token may do with itself: look, rotate, end.

use super::insert::CreatedToken;
use super::list::{OwnToken, find};
use super::owner::TokenOwner;
use super::revoke::revoke_in;
use super::rotate::{Rotator, rotate_in};
use crate::{Actor, Context, Error, Principal, Via, token_limits};
use model::ids::TokenId;
use model::tokens::Rotation;

/// The token that acts; its workspaces by their slugs.
pub type CurrentToken = OwnToken;

/// The token that the actor acts by. [`Error::Forbidden`] for whoever acts without one.
pub async fn current(ctx: &Context) -> Result<CurrentToken, Error> {
    let (_, id) = acting(ctx)?;
    find(&mut ctx.read().await?, id, ctx.now()).await
}

/// Replaces the token that the actor acts by ([`super::rotate`]), for no longer than it was made for: whoever finds one
/// must not keep it for ever. Problems at `lifetime`.
pub async fn rotate_current(ctx: &Context, rotation: Rotation) -> Result<CreatedToken, Error> {
    let (owner, id) = acting(ctx)?;
    let mut tx = ctx.write().await?;
    owner.lock(&mut tx).await?;
    token_limits::require_working(&mut tx, id, ctx.now()).await?;
    let created = rotate_in(ctx, &mut tx, owner, id, rotation, Rotator::Itself).await?;
    tx.commit().await?;
    Ok(created)
}

/// Revokes the token that the actor acts by.
pub async fn revoke_current(ctx: &Context) -> Result<(), Error> {
    let (owner, id) = acting(ctx)?;
    let mut tx = ctx.write().await?;
    owner.lock(&mut tx).await?;
    token_limits::require_working(&mut tx, id, ctx.now()).await?;
    revoke_in(ctx, &mut tx, owner, id).await?;
    Ok(tx.commit().await?)
}

fn acting(ctx: &Context) -> Result<(TokenOwner, TokenId), Error> {
    match ctx.actor {
        Actor::Account(Principal { account, via: Via::Token { id } }) => Ok((TokenOwner::Account(account), id)),
        Actor::WorkspaceToken { id, workspace } => Ok((TokenOwner::Workspace(workspace), id)),
        Actor::Account(_) => Err(Error::Forbidden),
        Actor::Nobody | Actor::FactorDue { .. } | Actor::Operator => Err(Error::SignedOut),
    }
}
