//! The roles that a provider's groups give.

use super::provider::WorkspaceProvider;
use crate::db::{Tx, query};
use crate::members::refresh;
use crate::members::roles;
use crate::oauth::Claims;
use crate::{Context, Error, audit, membership_of};
use model::ids::{AccountId, MemberId, RoleId};
use model::users::Access;
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct MappedRow {
    group_name: String,
    role_id: Uuid,
    mapped_by: Uuid,
}

/// Gives the roles of the groups that the claims name, and takes those of other groups that the provider gives. Roles
/// that no group gives stay as they are. Nobody gets more than whoever mapped the group could give now.
pub(super) async fn apply(
    ctx: &Context,
    tx: &mut Tx,
    own: &WorkspaceProvider,
    claims: &Claims,
    account: AccountId,
) -> Result<(), Error> {
    let mapped: Vec<MappedRow> =
        query("SELECT group_name, role_id, mapped_by FROM identity_provider_groups WHERE provider_id = $1")
            .bind(own.id)
            .all(tx)
            .await?;
    if mapped.is_empty() {
        return Ok(());
    }
    let Some(member) = active_member(tx, own, account).await? else { return Ok(()) };
    let groups: BTreeSet<&str> = claims.texts(&own.groups_claim).into_iter().collect();
    let named: Vec<&MappedRow> = mapped.iter().filter(|row| groups.contains(row.group_name.as_str())).collect();
    let may_give = assignable_by(ctx, tx, own, &named).await?;
    let mut wanted: BTreeSet<RoleId> = BTreeSet::new();
    for row in named {
        let role = RoleId(row.role_id);
        if may_give.contains(&(row.mapped_by, role)) {
            wanted.insert(role);
        } else {
            tracing::warn!(provider = %own.id, %role, "whoever mapped a group could not give its role now");
        }
    }
    let managed: BTreeSet<RoleId> = mapped.iter().map(|row| RoleId(row.role_id)).collect();
    replace(ctx, tx, own, member, &managed, &wanted).await
}

/// Which roles each of those who mapped these groups could give now.
async fn assignable_by(
    ctx: &Context,
    tx: &mut Tx,
    own: &WorkspaceProvider,
    named: &[&MappedRow],
) -> Result<BTreeSet<(Uuid, RoleId)>, Error> {
    let authors: BTreeSet<Uuid> = named.iter().map(|row| row.mapped_by).collect();
    let mut may_give = BTreeSet::new();
    for author in authors {
        if let Some(membership) = membership_of(ctx, tx, &own.slug, author.into()).await? {
            let given = roles::assignable(tx, &membership).await?;
            may_give.extend(given.into_iter().map(|role| (author, role.id)));
        }
    }
    Ok(may_give)
}

async fn active_member(
    tx: &mut Tx,
    own: &WorkspaceProvider,
    account: AccountId,
) -> Result<Option<(MemberId, String, bool)>, Error> {
    let found: Option<(Uuid, String, bool)> = query(
        "SELECT id, email, super_user FROM members WHERE workspace_id = $1 AND account_id = $2 AND status = 'active'",
    )
    .bind(own.workspace)
    .bind(account)
    .optional(tx)
    .await?;
    Ok(found.map(|(id, email, super_user)| (id.into(), email, super_user)))
}

async fn replace(
    ctx: &Context,
    tx: &mut Tx,
    own: &WorkspaceProvider,
    (member, email, super_user): (MemberId, String, bool),
    managed: &BTreeSet<RoleId>,
    wanted: &BTreeSet<RoleId>,
) -> Result<(), Error> {
    let had: BTreeSet<RoleId> = roles::own_of_member(tx, member).await?.into_iter().map(|role| role.id).collect();
    let has: BTreeSet<RoleId> = had.difference(managed).chain(wanted).copied().collect();
    if had == has {
        return Ok(());
    }
    for role in had.difference(&has) {
        query("DELETE FROM member_roles WHERE member_id = $1 AND role_id = $2")
            .bind(member)
            .bind(*role)
            .run(tx)
            .await?;
    }
    for role in has.difference(&had) {
        query("INSERT INTO member_roles (member_id, role_id) VALUES ($1, $2)").bind(member).bind(*role).run(tx).await?;
    }
    query("UPDATE members SET version = version + 1 WHERE id = $1").bind(member).run(tx).await?;
    refresh(tx, member).await?;
    let access = |roles: &BTreeSet<RoleId>| Access { super_user, roles: roles.iter().copied().collect() };
    audit::Event::new(audit::Action::MemberSetRoles)
        .within(own.workspace)
        .target(member, &email)
        .before(&access(&had))
        .after(&access(&has))
        .record(ctx, tx)
        .await
}
