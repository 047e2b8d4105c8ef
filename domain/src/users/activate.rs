//! Letting someone in again who was suspended.

use crate::db::Tx;
use crate::members::Target;
use crate::{Context, Error, Membership, audit, plans, rules};
use model::ids::MemberId;
use model::notices::AccessChange;
use model::permissions::Permission;
use model::plans::Limit;
use model::users::Status;

/// Needs `users:write`, everything that they hold, and a seat.
pub async fn activate_in(ctx: &Context, tx: &mut Tx, membership: &Membership, id: MemberId) -> Result<(), Error> {
    membership.require(Permission::USERS_WRITE)?;
    let seats = plans::room(ctx, tx, membership.workspace, Limit::People).await?;
    let target = Target::lock(ctx, tx, membership, id).await?;
    rules::can_act_on(membership, &target.person)?;
    rules::has_status(&target.person, &[Status::Suspended])?;
    seats.require_one()?;
    target.set_status(ctx, tx, membership, Status::Active).await?;
    target.notify(ctx, tx, membership, AccessChange::Activated).await?;
    audit::Event::new(audit::Action::MemberActivate)
        .within(membership.workspace)
        .target(id, &target.email)
        .record(ctx, tx)
        .await
}
