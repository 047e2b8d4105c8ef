//! Changing someone's own roles, or whether they are a super-user.

use crate::db::{Tx, query};
use crate::members::{Target, lock_super_users, others_stay, roles};
use crate::{Context, Error, Membership, audit, rules};
use model::ids::{MemberId, RoleId};
use model::notices::AccessChange;
use model::permissions::Permission;
use model::users::{Access, Status};
use std::collections::BTreeSet;

/// Gives exactly these. Needs `users:write`, everything that is given, and everything that is taken away. The last
/// active super-user stays one. Nothing is written where nothing changes.
pub async fn set_access_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: MemberId,
    to: &Access,
) -> Result<(), Error> {
    membership.require(Permission::USERS_WRITE)?;
    lock_super_users(tx, membership.workspace).await?;
    let target = Target::lock(ctx, tx, membership, id).await?;
    rules::can_act_on(membership, &target.person)?;
    rules::has_status(&target.person, &[Status::Active, Status::Suspended])?;
    let had: BTreeSet<RoleId> = roles::own_of_member(tx, id).await?.into_iter().map(|role| role.id).collect();
    let wanted: BTreeSet<RoleId> = to.roles.iter().copied().collect();
    if to.super_user == target.person.super_user && wanted == had {
        return Ok(());
    }
    let roles = roles::permissions_of(&roles::staying(tx, membership).await?);
    let others_stay = !target.person.is_active_super_user() || others_stay(tx, membership.workspace, id).await?;
    rules::can_set_access(membership, Some(&target.person), &had, to, &roles, others_stay)?;
    write(tx, id, to.super_user, &had, &wanted).await?;
    target.notify(ctx, tx, membership, AccessChange::Role).await?;
    let before = Access { super_user: target.person.super_user, roles: had.into_iter().collect() };
    roles_set(membership, id, &target.email, &before, to).record(ctx, tx).await
}

/// The event of someone having other roles than before, or another flag.
pub(super) fn roles_set(
    membership: &Membership,
    id: MemberId,
    email: &str,
    before: &Access,
    after: &Access,
) -> audit::Event {
    audit::Event::new(audit::Action::MemberSetRoles)
        .within(membership.workspace)
        .target(id, email)
        .before(before)
        .after(after)
}

async fn write(
    tx: &mut Tx,
    id: MemberId,
    super_user: bool,
    had: &BTreeSet<RoleId>,
    wanted: &BTreeSet<RoleId>,
) -> Result<(), Error> {
    query("UPDATE members SET super_user = $2, version = version + 1 WHERE id = $1")
        .bind(id)
        .bind(super_user)
        .run(tx)
        .await?;
    for role in had.difference(wanted) {
        query("DELETE FROM member_roles WHERE member_id = $1 AND role_id = $2").bind(id).bind(*role).run(tx).await?;
    }
    for role in wanted.difference(had) {
        query("INSERT INTO member_roles (member_id, role_id) VALUES ($1, $2)").bind(id).bind(*role).run(tx).await?;
    }
    crate::members::refresh(tx, id).await
}
