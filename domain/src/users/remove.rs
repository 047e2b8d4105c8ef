//! Removing someone from the workspace (seed 002; product rule 7).

use super::last_super_user::{lock_super_users, spare_last_super_user};
use super::target::Target;
use crate::db::Tx;
use crate::invitations::{revoke_in, settle};
use crate::{Context, Error, Seat, audit};
use model::ids::{InvitationId, MemberId};
use model::invitations::Succession;
use model::notices::AccessChange;
use model::permissions::Permission;
use model::users::Status;

/// Removes one, and says what becomes of the invitations that they have sent.
pub async fn remove(ctx: &Context, slug: &str, id: MemberId, invitations: Succession) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    remove_in(ctx, &mut tx, &seat, id, invitations).await?;
    Ok(tx.commit().await?)
}

/// Needs `users:delete`. Their access ends at once; account and other memberships stay. Restorable for 30 days, with the same
/// roles. Removing someone who is invited takes the invitation back.
///
/// The invitations that they have sent and nobody has accepted are taken over or revoked, as far as the actor may.
pub(super) async fn remove_in(
    ctx: &Context,
    tx: &mut Tx,
    seat: &Seat,
    id: MemberId,
    invitations: Succession,
) -> Result<(), Error> {
    seat.require(Permission::USERS_DELETE)?;
    lock_super_users(tx, seat.workspace).await?;
    let target = Target::hold(ctx, tx, seat, id).await?;
    target.require_below(seat)?;
    target.require_someone_else()?;
    if matches!(target.status, Status::Invited | Status::Expired) {
        return revoke_in(ctx, tx, seat, InvitationId(id.0)).await;
    }
    target.require_status(&[Status::Active, Status::Suspended])?;
    spare_last_super_user(tx, seat.workspace, id, "form").await?;
    target.stand(ctx, tx, seat, Status::Removed).await?;
    target.end_sessions(tx).await?;
    if let Some(account) = target.account {
        settle(ctx, tx, seat, account, invitations).await?;
    }
    target.tell(ctx, tx, seat, AccessChange::Removed).await?;
    audit::Event::new("member.remove").within(seat.workspace).target(id, &target.email).record(ctx, tx).await
}
