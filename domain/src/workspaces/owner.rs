//! Whose a workspace is.

use crate::db::{Tx, query};
use crate::members::lock_super_users;
use crate::{Context, Error, Membership};
use model::ids::{AccountId, WorkspaceId};

/// Makes it theirs. The caller has made them a super-user.
pub(crate) async fn own(tx: &mut Tx, workspace: WorkspaceId, account: AccountId) -> Result<(), Error> {
    query("UPDATE workspaces SET owner_id = $2 WHERE id = $1").bind(workspace).bind(account).run(tx).await?;
    Ok(())
}

/// The owner's membership, locked until the transaction ends: of handing over, deleting and taking super-users away,
/// one goes after the other. Whoever confirmed long ago gets [`Error::ConfirmationDue`].
pub(super) async fn owned(ctx: &Context, tx: &mut Tx, slug: &str) -> Result<Membership, Error> {
    let membership = ctx.membership(tx, slug).await?;
    membership.require_owner()?;
    lock_super_users(tx, membership.workspace).await?;
    // Whoever owned it a moment ago may own it no longer.
    let membership = ctx.membership(tx, slug).await?;
    membership.require_owner()?;
    ctx.require_confirmed(tx).await?;
    Ok(membership)
}
