//! Whose a workspace is.

use crate::db::{Tx, query};
use crate::users::lock_super_users;
use crate::{Context, Error, Seat};
use model::ids::{AccountId, WorkspaceId};

/// Makes it theirs. The caller has made them a super-user.
pub(crate) async fn own(tx: &mut Tx, workspace: WorkspaceId, account: AccountId) -> Result<(), Error> {
    query("UPDATE workspaces SET owner_id = $2 WHERE id = $1").bind(workspace).bind(account).run(tx).await?;
    Ok(())
}

/// The owner's seat, held until the transaction ends: of handing over, deleting and taking super-users away, one goes after the
/// other. Whoever confirmed long ago gets [`Error::ConfirmationDue`].
pub(super) async fn owned(ctx: &Context, tx: &mut Tx, slug: &str) -> Result<Seat, Error> {
    let seat = ctx.seat(tx, slug).await?;
    seat.require_owner()?;
    lock_super_users(tx, seat.workspace).await?;
    // Whoever owned it a moment ago may own it no longer.
    let seat = ctx.seat(tx, slug).await?;
    seat.require_owner()?;
    ctx.require_confirmed(tx).await?;
    Ok(seat)
}
