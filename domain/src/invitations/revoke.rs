//! Taking an invitation back.

use crate::db::query;
use crate::workspaces::{Counter, count};
use crate::{Context, Error, audit, mail};
use model::ids::InvitationId;
use model::permissions::Permission;

/// Needs `invitations:delete`. The link dies, and so does a mail that has not gone out.
pub async fn revoke(ctx: &Context, slug: &str, id: InvitationId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::INVITATIONS_DELETE)?;
    let row: Option<(String,)> = query(
        "UPDATE invitations SET status = 'revoked', closed_at = $3
         WHERE id = $1 AND workspace_id = $2 AND status = 'pending' RETURNING email",
    )
    .bind(id)
    .bind(seat.workspace)
    .bind(ctx.now())
    .optional(&mut tx)
    .await?;
    let (email,) = row.ok_or(Error::NotFound)?;
    mail::withdraw(&mut tx, id.0).await?;
    count(&mut tx, seat.workspace, Counter::PendingInvitations, -1).await?;
    audit::Event::new("invitation.revoke").within(seat.workspace).target(id, &email).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
