//! Keeping someone out for a while: they stay a member, and can't enter.

use super::last_super_user::{lock_super_users, spare_last_super_user};
use super::target::Target;
use crate::db::Tx;
use crate::{Context, Error, Seat, audit};
use model::ids::MemberId;
use model::notices::AccessChange;
use model::permissions::Permission;
use model::users::Status;

/// Needs `users:write`. Their sessions lose the workspace at once, and end where it was their only one.
pub async fn suspend(ctx: &Context, tx: &mut Tx, seat: &Seat, id: MemberId) -> Result<(), Error> {
    seat.require(Permission::USERS_WRITE)?;
    lock_super_users(tx, seat.workspace).await?;
    let target = Target::hold(ctx, tx, seat, id).await?;
    target.require_below(seat)?;
    target.require_someone_else()?;
    target.require_status(&[Status::Active])?;
    spare_last_super_user(tx, seat.workspace, id, "form").await?;
    target.stand(ctx, tx, seat, Status::Suspended).await?;
    target.end_sessions(tx).await?;
    target.tell(ctx, tx, seat, AccessChange::Suspended).await?;
    audit::Event::new("member.suspend").within(seat.workspace).target(id, &target.email).record(ctx, tx).await
}
