//! Ending invitations that nobody has accepted.

use crate::db::{Tx, all_of, query};
use crate::members::{Counter, count, delete_all};
use crate::{Context, Error, Membership, keys};
use model::ids::{InvitationId, MemberId};
use uuid::Uuid;

/// Ends those of them that are the workspace's and open; answers each with its address. Their links die, and so do the
/// mails that have not gone out.
pub(super) async fn close_all(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    ids: &[InvitationId],
) -> Result<Vec<(InvitationId, String)>, Error> {
    let fixed = [membership.workspace.into(), ctx.now().into()];
    let closed: Vec<(Uuid, String)> = all_of(tx, &fixed, ids.iter().copied(), |ids| {
        format!(
            "UPDATE invitations SET status = 'revoked', closed_at = $2
             WHERE id IN ({ids}) AND workspace_id = $1 AND status = 'pending' RETURNING id, email"
        )
    })
    .await?;
    if closed.is_empty() {
        return Ok(Vec::new());
    }
    // The rows of those who were invited, and their mails.
    let members: Vec<MemberId> = closed.iter().map(|(id, _)| MemberId(*id)).collect();
    delete_all(tx, &members).await?;
    let gone = i64::try_from(closed.len()).unwrap_or(i64::MAX);
    count(ctx, tx, membership.workspace, Counter::PendingInvitations, -gone).await?;
    Ok(closed.into_iter().map(|(id, email)| (InvitationId(id), email)).collect())
}

/// Someone who was invited has been added otherwise: their invitation ends. Whether there was one.
pub(crate) async fn supersede_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    email: &str,
) -> Result<bool, Error> {
    let open: Vec<(Uuid,)> =
        query("SELECT id FROM invitations WHERE workspace_id = $1 AND email_key = $2 AND status = 'pending'")
            .bind(membership.workspace)
            .bind(keys::email(email))
            .all(tx)
            .await?;
    let open: Vec<InvitationId> = open.into_iter().map(|(id,)| InvitationId(id)).collect();
    Ok(!close_all(ctx, tx, membership, &open).await?.is_empty())
}
