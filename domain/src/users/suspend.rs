//! Keeping someone out for a while: they stay a member, and can't enter.

use crate::db::Tx;
use crate::members::{Target, lock_super_users, spare_last_super_user};
use crate::{Context, Error, Membership, audit, rules};
use model::ids::MemberId;
use model::notices::AccessChange;
use model::permissions::Permission;
use model::users::Status;

/// Needs `users:write`. Their sessions lose the workspace at once, and end where it was their only one.
pub async fn suspend_in(ctx: &Context, tx: &mut Tx, membership: &Membership, id: MemberId) -> Result<(), Error> {
    membership.require(Permission::USERS_WRITE)?;
    lock_super_users(tx, membership.workspace).await?;
    let target = Target::lock(ctx, tx, membership, id).await?;
    rules::can_act_on(membership, &target.person)?;
    rules::is_someone_else(&target.person)?;
    rules::has_status(&target.person, &[Status::Active])?;
    spare_last_super_user(tx, membership.workspace, id, &target.person).await?;
    target.set_status(ctx, tx, membership, Status::Suspended).await?;
    target.end_sessions(tx).await?;
    target.notify(ctx, tx, membership, AccessChange::Suspended).await?;
    audit::Event::new(audit::Action::MemberSuspend)
        .within(membership.workspace)
        .target(id, &target.email)
        .record(ctx, tx)
        .await
}
