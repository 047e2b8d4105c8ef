//! Removing someone from the workspace (seed 002; product rule 7).

use super::last_super_user::{lock_super_users, spare_last_super_user};
use super::target::Target;
use crate::db::Tx;
use crate::{Context, Error, Seat, audit, invitations};
use model::ids::{InvitationId, MemberId};
use model::notices::AccessChange;
use model::permissions::Permission;
use model::users::Status;

/// Needs `users:delete`. Their access ends at once; account and other memberships stay. Restorable for 30 days, with the same
/// roles. Removing someone who is invited takes the invitation back.
pub async fn remove(ctx: &Context, tx: &mut Tx, seat: &Seat, id: MemberId) -> Result<(), Error> {
    seat.require(Permission::USERS_DELETE)?;
    lock_super_users(tx, seat.workspace).await?;
    let target = Target::hold(ctx, tx, seat, id).await?;
    target.require_below(seat)?;
    target.require_someone_else()?;
    if matches!(target.status, Status::Invited | Status::Expired) {
        return invitations::revoke_in(ctx, tx, seat, InvitationId(id.0)).await;
    }
    target.require_status(&[Status::Active, Status::Suspended])?;
    spare_last_super_user(tx, seat.workspace, id, "form").await?;
    target.stand(ctx, tx, seat, Status::Removed).await?;
    target.end_sessions(tx).await?;
    target.tell(ctx, tx, seat, AccessChange::Removed).await?;
    audit::Event::new("member.remove").within(seat.workspace).target(id, &target.email).record(ctx, tx).await
}
