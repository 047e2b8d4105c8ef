//! Bringing back someone who was removed.

use crate::clock::micros;
use crate::db::Tx;
use crate::members::Target;
use crate::{Context, Error, Membership, audit, plans, rules};
use model::Problem;
use model::ids::MemberId;
use model::notices::AccessChange;
use model::permissions::Permission;
use model::plans::Limit;
use model::users::Status;
use std::time::Duration;

/// How long after removing (product rule 7): 30 days.
pub(crate) const RESTORABLE: Duration = Duration::from_hours(30 * 24);

/// Needs `users:write`, everything that they hold, and a seat. They come back active, with the roles that they had.
pub async fn restore_in(ctx: &Context, tx: &mut Tx, membership: &Membership, id: MemberId) -> Result<(), Error> {
    membership.require(Permission::USERS_WRITE)?;
    let seats = plans::room(ctx, tx, membership.workspace, Limit::People).await?;
    let target = Target::lock(ctx, tx, membership, id).await?;
    rules::can_act_on(membership, &target.person)?;
    rules::has_status(&target.person, &[Status::Removed])?;
    if target.removed_at.is_none_or(|at| ctx.now() - at > micros(RESTORABLE)) {
        return Err(Error::at("form", Problem::Expired));
    }
    seats.require_one()?;
    target.set_status(ctx, tx, membership, Status::Active).await?;
    target.notify(ctx, tx, membership, AccessChange::Restored).await?;
    audit::Event::new(audit::Action::MemberRestore)
        .within(membership.workspace)
        .target(id, &target.email)
        .record(ctx, tx)
        .await
}
