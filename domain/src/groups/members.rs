//! Who is in a group.

use super::require_fillable;
use crate::db::{Tx, query};
use crate::users::{Target, lock_super_users, refresh};
use crate::{Context, Error, Seat, audit};
use model::ids::{GroupId, MemberId};
use model::permissions::Permission;
use model::users::Status;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A group that someone is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub id: GroupId,
    pub name: String,
}

/// Which groups someone is to be in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum To<'a> {
    /// This one too.
    Join(GroupId),
    /// This one no longer.
    Part(GroupId),
    Exactly(&'a [GroupId]),
}

/// Puts someone into groups or takes them out. Needs `users:write`, and everything that those groups give. Nothing is
/// written where nothing changes. Problems at `group`.
pub(crate) async fn put(ctx: &Context, tx: &mut Tx, seat: &Seat, id: MemberId, to: To<'_>) -> Result<(), Error> {
    seat.require(Permission::USERS_WRITE)?;
    // First, as everywhere: nobody joins a group that is being deleted.
    lock_super_users(tx, seat.workspace).await?;
    let target = Target::hold(ctx, tx, seat, id).await?;
    target.require_below(seat)?;
    target.require_status(&[Status::Active, Status::Suspended])?;
    let had: BTreeMap<GroupId, String> =
        of_member(tx, id).await?.into_iter().map(|group| (group.id, group.name)).collect();
    let (joined, parted) = difference(&had, to);
    if let To::Join(group) | To::Part(group) = to {
        require_fillable(tx, seat, group).await?;
    }
    for group in joined.iter().chain(&parted) {
        require_fillable(tx, seat, *group).await?;
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
    let names = |groups: Vec<String>| serde_json::json!({ "groups": groups });
    let has = of_member(tx, id).await?.into_iter().map(|group| group.name).collect();
    audit::Event::new("member.group")
        .within(seat.workspace)
        .target(id, &target.email)
        .before(&names(had.into_values().collect()))
        .after(&names(has))
        .record(ctx, tx)
        .await
}

/// The groups to join and to part from.
fn difference(had: &BTreeMap<GroupId, String>, to: To<'_>) -> (Vec<GroupId>, Vec<GroupId>) {
    let mut wanted: Vec<GroupId> = match to {
        To::Join(group) => had.keys().copied().chain([group]).collect(),
        To::Part(group) => had.keys().copied().filter(|held| *held != group).collect(),
        To::Exactly(groups) => groups.to_vec(),
    };
    wanted.sort();
    wanted.dedup();
    let parted = had.keys().copied().filter(|group| !wanted.contains(group)).collect();
    wanted.retain(|group| !had.contains_key(group));
    (wanted, parted)
}

/// The groups that a member is in, by name; none that is being deleted.
pub(crate) async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Named>, Error> {
    let rows: Vec<(Uuid, String)> = query(
        "SELECT g.id, g.name FROM group_members x JOIN groups g ON g.id = x.group_id
         WHERE x.member_id = $1 AND NOT g.going ORDER BY g.name_key",
    )
    .bind(member)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(|(id, name)| Named { id: id.into(), name }).collect())
}
