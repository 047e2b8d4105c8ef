//! Removing someone from the workspace (seed 002; product rule 7).

use crate::db::Tx;
use crate::invitations::{revoke_in, settle};
use crate::members::{Target, lock_super_users, require_version, spare_last_super_user};
use crate::{Context, Error, Membership, audit, rules};
use model::ids::{InvitationId, MemberId};
use model::invitations::Succession;
use model::notices::AccessChange;
use model::permissions::Permission;
use model::users::Status;

/// Removes one, and says what becomes of the invitations that they have sent. [`Error::Conflict`] where a version is
/// meant that is not the present one any more.
pub async fn remove(
    ctx: &Context,
    slug: &str,
    id: MemberId,
    invitations: Succession,
    version: Option<i64>,
) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_DELETE)?;
    if version.is_some() {
        lock_super_users(&mut tx, membership.workspace).await?;
        require_version(version, Target::lock(ctx, &mut tx, &membership, id).await?.version)?;
    }
    remove_in(ctx, &mut tx, &membership, id, invitations).await?;
    Ok(tx.commit().await?)
}

/// Needs `users:delete`. Their access ends at once; account and other memberships stay. Restorable for 30 days, with
/// the same roles. Removing someone who is invited takes the invitation back.
///
/// The invitations that they have sent and nobody has accepted are taken over or revoked, as far as the actor may.
pub(super) async fn remove_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: MemberId,
    invitations: Succession,
) -> Result<(), Error> {
    membership.require(Permission::USERS_DELETE)?;
    lock_super_users(tx, membership.workspace).await?;
    let target = Target::lock(ctx, tx, membership, id).await?;
    rules::can_act_on(membership, &target.person)?;
    rules::is_someone_else(&target.person)?;
    if matches!(target.person.status, Status::Invited | Status::Expired) {
        return revoke_in(ctx, tx, membership, InvitationId(id.0)).await;
    }
    rules::has_status(&target.person, &[Status::Active, Status::Suspended])?;
    spare_last_super_user(tx, membership.workspace, id, &target.person).await?;
    target.set_status(ctx, tx, membership, Status::Removed).await?;
    target.end_sessions(tx).await?;
    if let Some(account) = target.account {
        settle(ctx, tx, membership, account, invitations).await?;
    }
    target.notify(ctx, tx, membership, AccessChange::Removed).await?;
    audit::Event::new(audit::Action::MemberRemove)
        .within(membership.workspace)
        .target(id, &target.email)
        .record(ctx, tx)
        .await
}
