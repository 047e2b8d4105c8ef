//! The roles that a provider's groups give.

use super::provider::WorkspaceProvider;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::members::{refresh, roles};
use crate::oauth::Claims;
use crate::{Context, Error, audit};
use model::ids::{AccountId, IdentityProviderId, MemberId, RoleId};
use model::permissions::Permissions;
use model::users::Access;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct MappedRow {
    group_name: String,
    role_id: Uuid,
    mapped_by: Uuid,
    permissions: i64,
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
    let mapped: Vec<MappedRow> = query(
        "SELECT g.group_name, g.role_id, g.mapped_by, r.permissions
         FROM identity_provider_groups g JOIN roles r ON r.id = g.role_id WHERE g.provider_id = $1",
    )
    .bind(own.id)
    .all(tx)
    .await?;
    if mapped.is_empty() {
        return Ok(());
    }
    let Some(member) = active_member(tx, own, account).await? else { return Ok(()) };
    let groups: BTreeSet<&str> = claims.texts(&own.groups_claim).into_iter().collect();
    let held = held_by_authors(tx, own.id, ctx.now()).await?;
    let mut wanted: BTreeSet<RoleId> = BTreeSet::new();
    for row in mapped.iter().filter(|row| groups.contains(row.group_name.as_str())) {
        let role = RoleId(row.role_id);
        let permissions = Permissions::from_bits(row.permissions);
        if held.get(&row.mapped_by).is_some_and(|held| held.covers(permissions)) {
            wanted.insert(role);
        } else {
            tracing::warn!(provider = %own.id, %role, "whoever mapped a group could not give its role now");
        }
    }
    let managed: BTreeSet<RoleId> = mapped.iter().map(|row| RoleId(row.role_id)).collect();
    replace(ctx, tx, own, member, &managed, &wanted).await
}

/// What those who have mapped groups of a provider may do in its workspace now; nothing of those who are no members.
pub(super) async fn held_by_authors(
    tx: &mut Tx,
    provider: IdentityProviderId,
    now: Micros,
) -> Result<BTreeMap<Uuid, Permissions>, Error> {
    let rows: Vec<(Uuid, bool, Option<i64>)> = query(
        "SELECT m.account_id, m.super_user, r.permissions
         FROM identity_providers p JOIN members m ON m.workspace_id = p.workspace_id
         LEFT JOIN effective_roles x ON x.member_id = m.id LEFT JOIN roles r ON r.id = x.role_id
         WHERE p.id = $1 AND m.status = 'active' AND (m.ends_at IS NULL OR m.ends_at > $2)
           AND m.account_id IN (SELECT mapped_by FROM identity_provider_groups WHERE provider_id = $1)",
    )
    .bind(provider)
    .bind(now)
    .all(tx)
    .await?;
    let mut held: BTreeMap<Uuid, Permissions> = BTreeMap::new();
    for (account, super_user, bits) in rows {
        let more = if super_user { Permissions::all() } else { Permissions::from_bits(bits.unwrap_or_default()) };
        let all = held.entry(account).or_insert(Permissions::NONE);
        *all = all.with(more);
    }
    Ok(held)
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
