//! Who is in a group.

use super::require_fillable;
use crate::db::{Tx, query};
use crate::members::groups::Named;
use crate::members::{Target, groups_of, lock_super_users, refresh};
use crate::{Context, Error, Membership, audit, rules};
use model::ids::{GroupId, MemberId};
use model::permissions::Permission;
use model::users::Status;
use std::collections::BTreeSet;

/// Which groups someone is to be in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum GroupChange<'a> {
    /// This one too.
    Join(GroupId),
    /// This one no longer.
    Remove(GroupId),
    Exactly(&'a [GroupId]),
}

/// Puts someone into groups or takes them out. Needs `users:write`, and everything that those groups give. Nothing is
/// written where nothing changes. Problems at `group`.
pub(crate) async fn update_groups_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: MemberId,
    to: GroupChange<'_>,
) -> Result<(), Error> {
    membership.require(Permission::USERS_WRITE)?;
    // First, as everywhere: nobody joins a group that is being deleted.
    lock_super_users(tx, membership.workspace).await?;
    let target = Target::lock(ctx, tx, membership, id).await?;
    rules::can_act_on(membership, &target.person)?;
    rules::has_status(&target.person, &[Status::Active, Status::Suspended])?;
    let had = groups_of(tx, id).await?;
    let (joined, parted) = difference(&had, to);
    if let GroupChange::Join(group) | GroupChange::Remove(group) = to {
        require_fillable(tx, membership, group).await?;
    }
    for group in joined.iter().chain(&parted) {
        require_fillable(tx, membership, *group).await?;
    }
    if joined.is_empty() && parted.is_empty() {
        return Ok(());
    }
    for group in &joined {
        query("INSERT INTO group_members (member_id, group_id) VALUES ($1, $2)").bind(id).bind(*group).run(tx).await?;
    }
    for group in &parted {
        query("DELETE FROM group_members WHERE member_id = $1 AND group_id = $2").bind(id).bind(*group).run(tx).await?;
    }
    query("UPDATE members SET version = version + 1 WHERE id = $1").bind(id).run(tx).await?;
    refresh(tx, id).await?;
    let has = groups_of(tx, id).await?;
    groups_set(membership, id, &target.email, &names(&had), &names(&has)).record(ctx, tx).await
}

/// The event of someone being in other groups than before, by their names.
pub(crate) fn groups_set(
    membership: &Membership,
    id: MemberId,
    email: &str,
    had: &[String],
    has: &[String],
) -> audit::Event {
    let names = |groups: &[String]| serde_json::json!({ "groups": groups });
    audit::Event::new(audit::Action::MemberSetGroups)
        .within(membership.workspace)
        .target(id, email)
        .before(&names(had))
        .after(&names(has))
}

/// The names of groups, as events have them.
pub(crate) fn names(groups: &[Named]) -> Vec<String> {
    groups.iter().map(|group| group.name.clone()).collect()
}

/// The groups to join and to part from.
pub(crate) fn difference(had: &[Named], to: GroupChange<'_>) -> (Vec<GroupId>, Vec<GroupId>) {
    let held: BTreeSet<GroupId> = had.iter().map(|group| group.id).collect();
    let wanted: BTreeSet<GroupId> = match to {
        GroupChange::Join(group) => held.iter().copied().chain([group]).collect(),
        GroupChange::Remove(group) => held.iter().copied().filter(|held| *held != group).collect(),
        GroupChange::Exactly(groups) => groups.iter().copied().collect(),
    };
    (wanted.difference(&held).copied().collect(), held.difference(&wanted).copied().collect())
}
