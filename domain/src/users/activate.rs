//! Letting someone in again who was suspended.

use super::target::Target;
use crate::db::Tx;
use crate::{Context, Error, Seat, audit};
use model::ids::MemberId;
use model::notices::AccessChange;
use model::permissions::Permission;
use model::users::Status;

/// Needs `users:write`, and everything that they hold.
pub async fn activate(ctx: &Context, tx: &mut Tx, seat: &Seat, id: MemberId) -> Result<(), Error> {
    seat.require(Permission::USERS_WRITE)?;
    let target = Target::hold(ctx, tx, seat, id).await?;
    target.require_below(seat)?;
    target.require_status(&[Status::Suspended])?;
    target.stand(ctx, tx, seat, Status::Active).await?;
    target.tell(ctx, tx, seat, AccessChange::Activated).await?;
    audit::Event::new("member.activate").within(seat.workspace).target(id, &target.email).record(ctx, tx).await
}
