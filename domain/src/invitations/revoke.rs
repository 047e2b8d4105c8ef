//! Taking an invitation back.

use crate::db::{Tx, query};
use crate::members::{Counter, count, delete};
use crate::{Context, Error, Membership, audit, mail};
use model::ids::{InvitationId, MemberId};
use model::permissions::Permission;

/// Needs `invitations:delete`. The link dies, and so does a mail that has not gone out.
pub async fn revoke(ctx: &Context, slug: &str, id: InvitationId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    revoke_in(ctx, &mut tx, &membership, id).await?;
    Ok(tx.commit().await?)
}

/// The same, as a part of something larger.
pub async fn revoke_in(ctx: &Context, tx: &mut Tx, membership: &Membership, id: InvitationId) -> Result<(), Error> {
    membership.require(Permission::INVITATIONS_DELETE)?;
    let row: Option<(String,)> = query(
        "UPDATE invitations SET status = 'revoked', closed_at = $3
         WHERE id = $1 AND workspace_id = $2 AND status = 'pending' RETURNING email",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(ctx.now())
    .optional(tx)
    .await?;
    let (email,) = row.ok_or(Error::NotFound)?;
    mail::withdraw(tx, id.0).await?;
    delete(tx, MemberId(id.0)).await?;
    count(ctx, tx, membership.workspace, Counter::PendingInvitations, -1).await?;
    audit::Event::new(audit::Action::InvitationRevoke)
        .within(membership.workspace)
        .target(id, &email)
        .record(ctx, tx)
        .await
}
