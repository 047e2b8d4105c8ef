//! Leaving a workspace of one's own accord.

use crate::members::{self, Counter, count};
use crate::rules::Person;
use crate::{Context, Error, audit};

/// Ends the actor's own membership. The last active super-user can't leave (product rule 4):
/// [`model::Problem::LastSuperUser`].
pub async fn leave(ctx: &Context, slug: &str) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership_for_leaving(&mut tx, slug).await?;
    let (Some(member), Some(account)) = (membership.member, membership.account) else { return Err(Error::NotFound) };
    members::lock_super_users(&mut tx, membership.workspace).await?;
    members::spare_last_super_user(&mut tx, membership.workspace, member, &Person::acting(&membership)).await?;
    if !members::delete(&mut tx, member).await? {
        return Err(Error::NotFound);
    }
    count(ctx, &mut tx, membership.workspace, Counter::ActiveMembers, -1).await?;
    audit::Event::new(audit::Action::MemberLeave)
        .within(membership.workspace)
        .target(account, "")
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
