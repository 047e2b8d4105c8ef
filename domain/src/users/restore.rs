//! Bringing back someone who was removed.

use super::target::Target;
use crate::clock::Micros;
use crate::db::Tx;
use crate::{Context, Error, Seat, audit};
use model::Problem;
use model::ids::MemberId;
use model::notices::AccessChange;
use model::permissions::Permission;
use model::users::Status;

/// How long after removing (product rule 7): 30 days.
pub(crate) const RESTORABLE: Micros = 30 * 86_400_000_000;

/// Needs `users:write`, and everything that they hold. They come back active, with the roles that they had.
pub async fn restore(ctx: &Context, tx: &mut Tx, seat: &Seat, id: MemberId) -> Result<(), Error> {
    seat.require(Permission::USERS_WRITE)?;
    let target = Target::hold(ctx, tx, seat, id).await?;
    target.require_below(seat)?;
    target.require_status(&[Status::Removed])?;
    if target.removed_at.is_none_or(|at| ctx.now() - at > RESTORABLE) {
        return Err(Error::at("form", Problem::Expired));
    }
    target.stand(ctx, tx, seat, Status::Active).await?;
    target.tell(ctx, tx, seat, AccessChange::Restored).await?;
    audit::Event::new("member.restore").within(seat.workspace).target(id, &target.email).record(ctx, tx).await
}
