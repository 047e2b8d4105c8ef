//! An invitation that went out from the inviter's own mailbox, and nobody knows whether it did.

use crate::db::query;
use crate::{Context, Error, audit, mail};
use model::ids::{AccountId, InvitationId};
use model::invitations::UnknownDelivery;
use model::permissions::Permission;
use uuid::Uuid;

/// Sends it again, or notes that it has arrived. Needs `invitations:write`; only its inviter sends from their own mailbox.
/// [`Error::Conflict`] where it is known by now.
pub async fn settle_delivery(
    ctx: &Context,
    slug: &str,
    id: InvitationId,
    choice: UnknownDelivery,
) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::INVITATIONS_WRITE)?;
    let row: Option<(String, Uuid)> =
        query("SELECT email, inviter_id FROM invitations WHERE id = $1 AND workspace_id = $2 AND status = 'pending'")
            .bind(id)
            .bind(membership.workspace)
            .optional(&mut tx)
            .await?;
    let (email, inviter) = row.ok_or(Error::NotFound)?;
    if choice == UnknownDelivery::OwnMailbox && membership.account != Some(AccountId(inviter)) {
        return Err(Error::Forbidden);
    }
    if !mail::settle_unknown(ctx, &mut tx, id.0, choice).await? {
        return Err(Error::Conflict);
    }
    if choice != UnknownDelivery::Arrived {
        audit::Event::new(audit::Action::InvitationResend)
            .within(membership.workspace)
            .target(id, &email)
            .record(ctx, &mut tx)
            .await?;
    }
    Ok(tx.commit().await?)
}
