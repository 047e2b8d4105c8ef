//! Sending someone a link to choose another password: what there is for those whose password is not this workspace's to
//! set (product rule 1).

use crate::auth::recovery;
use crate::members::Target;
use crate::{Context, Error, audit, rules};
use model::ids::MemberId;
use model::permissions::Permission;
use model::users::Status;

/// Needs `users:write`, and everything that they hold. Refused for those who sign in at a provider (product rule 12).
pub async fn send_recovery(ctx: &Context, slug: &str, id: MemberId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    let target = Target::lock(ctx, &mut tx, &membership, id).await?;
    rules::can_act_on(&membership, &target.person)?;
    rules::has_status(&target.person, &[Status::Active, Status::Suspended])?;
    rules::signs_in_here(&target.person)?;
    recovery::send(ctx, &mut tx, target.account.ok_or(Error::NotFound)?).await?;
    audit::Event::new(audit::Action::MemberSendRecovery)
        .within(membership.workspace)
        .target(id, &target.email)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
