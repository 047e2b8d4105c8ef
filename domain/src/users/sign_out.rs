//! Signing someone out everywhere.

use crate::db::Tx;
use crate::members::Target;
use crate::{Context, Error, Membership, audit, rules};
use model::ids::MemberId;
use model::permissions::Permission;
use model::users::Status;

/// Ends all of a person's sessions. Needs `users:write`; refused where the account belongs to other workspaces too
/// (product rule 1).
pub async fn sign_out_in(ctx: &Context, tx: &mut Tx, membership: &Membership, id: MemberId) -> Result<(), Error> {
    membership.require(Permission::USERS_WRITE)?;
    let target = Target::lock(ctx, tx, membership, id).await?;
    rules::can_act_on(membership, &target.person)?;
    rules::has_status(&target.person, &[Status::Active, Status::Suspended])?;
    rules::belongs_only_here(&target.person)?;
    target.end_sessions(tx).await?;
    audit::Event::new(audit::Action::MemberSignOut)
        .within(membership.workspace)
        .target(id, &target.email)
        .record(ctx, tx)
        .await
}
