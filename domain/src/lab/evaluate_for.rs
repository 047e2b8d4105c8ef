//! Whether features are on for someone whom the caller may see: what other services ask.

use super::evaluate::Decisions;
use crate::db::query;
use crate::{Context, Error};
use model::ids::AccountId;
use model::lab::{Evaluation, Feature};
use model::permissions::Permission;

/// Of an account, in this workspace or nowhere in particular. One's own is asked about freely; of others a workspace has
/// to be named in which they are members and the caller may see users, and what is about their account as a whole is
/// left out: other workspaces have a say in it. [`Error::NotFound`] for anyone else.
pub async fn evaluate_for(
    ctx: &Context,
    account: AccountId,
    workspace: Option<&str>,
) -> Result<Vec<Evaluation>, Error> {
    let mut tx = ctx.read().await?;
    let own = ctx.account_or_token() == Ok(account);
    if let Some(slug) = workspace {
        let membership = ctx.membership(&mut tx, slug).await?;
        if !own {
            membership.require(Permission::USERS_READ)?;
            let (is_member,): (bool,) = query(
                "SELECT EXISTS (SELECT 1 FROM members WHERE workspace_id = $1 AND account_id = $2 AND status = 'active')",
            )
            .bind(membership.workspace)
            .bind(account)
            .one(&mut tx)
            .await?;
            if !is_member {
                return Err(Error::NotFound);
            }
        }
    } else if !own {
        return Err(Error::NotFound);
    }
    let decisions = Decisions::of(ctx, &mut tx, account).await?;
    let shown = Feature::ALL.iter().filter(|feature| own || !feature.is_account_wide());
    shown.map(|feature| decisions.evaluation(*feature, workspace)).collect()
}
