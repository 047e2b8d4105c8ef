//! Making a token of the workspace's own.

use crate::rules::can_hand_out;
use crate::tokens::allowed::require_lifetime;
use crate::tokens::create::require_room;
use crate::tokens::insert::{CreatedToken, TokenRecord, insert};
use crate::tokens::networks::Networks;
use crate::tokens::owner::TokenOwner;
use crate::{Context, Error, Membership, audit, plans};
use model::Problem;
use model::permissions::Permission;
use model::plans::Limit;
use model::tokens::{NewWorkspaceToken, TokenScopes};

/// Makes a token of the workspace's own, whose secret is in the answer alone. Needs `settings:write`, and everything
/// that the scopes allow; all of them together are a super-user's to give. Whoever confirmed long ago gets
/// [`Error::ConfirmationDue`]; a token makes none. Problems at `scopes`, `lifetime`, `networks` and `form`;
/// [`Error::PlanLimit`] where the plan allows no more.
pub async fn create(ctx: &Context, slug: &str, new: &NewWorkspaceToken) -> Result<CreatedToken, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    ctx.require_confirmed(&mut tx).await?;
    require_held(&membership, &new.scopes)?;
    let networks = Networks::parse(&new.networks)?;
    let owner = TokenOwner::Workspace(membership.workspace);
    owner.lock(&mut tx).await?;
    let plan = plans::room(ctx, &mut tx, membership.workspace, Limit::Tokens).await?;
    require_room(&mut tx, owner, ctx.now()).await?;
    require_lifetime(&mut tx, membership.workspace, new.lifetime).await?;
    plan.require_one()?;
    let record = TokenRecord {
        owner,
        created_by: Some(account),
        description: &new.description,
        scopes: &new.scopes,
        all_workspaces: false,
        lifetime: new.lifetime,
        networks: &networks,
    };
    let created = insert(ctx, &mut tx, record).await?;
    owner
        .event(audit::Action::TokenCreate, created.id, &new.description)
        .after(&serde_json::json!({
            "prefix": created.secret.prefix(),
            "scopes": new.scopes,
            "lifetime": new.lifetime,
            "networks": networks.texts(),
        }))
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(created)
}

/// Nobody gives what they don't hold (product rule 5): whoever has the secret can do all of it. The flag of a super-user,
/// which a token for everything has, is given by those who have it. Problems at `scopes`.
pub(super) fn require_held(membership: &Membership, scopes: &TokenScopes) -> Result<(), Error> {
    if scopes.are_unlimited() && !membership.super_user {
        return Err(Error::at("scopes", Problem::NotYoursToGive));
    }
    Ok(can_hand_out(membership, scopes.permissions()).map_err(|refusal| refusal.moved_to("scopes"))?)
}
