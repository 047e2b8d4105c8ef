//! Editing many people in one transaction (docs/adr/0030-batches.md).
//!
//! Whose edit changes texts, roles or groups, as things stand, is written with others in a few statements. Everyone else
//! goes by the verb, one by one: who was changed since the edit's version, super-users, the actor, and whoever is
//! refused. All are done in the order in which they stand.

use super::access::roles_set;
use super::edit::{edit_in, owned_by, versions, write_texts};
use super::newcomer::version;
use crate::db::{Rows, Tx, run_over};
use crate::groups::{self, FillableGroup, GroupChange, difference, groups_set, names};
use crate::members::groups::Named;
use crate::members::{MemberRow, Target, groups_of_all, lock_super_users, notify_access, roles, texts_edited};
use crate::rules::{self, RolePermissions};
use crate::{Context, Error, Membership, audit, refusable, savepoint};
use model::Refusal;
use model::ids::{GroupId, MemberId, RoleId};
use model::notices::AccessChange;
use model::permissions::Permission;
use model::users::{Access, Edit, Owner, Status, Texts};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Edits them as [`edit_in`] would one by one; answers the version that each has then, or why it was refused.
pub(crate) async fn edit_many_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    edits: &[(MemberId, Edit)],
) -> Result<Vec<Result<i64, Refusal>>, Error> {
    let standing = Standing::of(ctx, tx, membership, edits).await?;
    let mut results = Vec::with_capacity(edits.len());
    let (mut batch, mut seen) = (Vec::new(), HashSet::new());
    for (id, edit) in edits {
        // Who stands twice in it is another one by then.
        let change = if seen.insert(*id) { standing.change(membership, *id, edit) } else { None };
        if let Some(change) = change {
            results.push(Ok(change.version()));
            batch.push(change);
        } else {
            write(ctx, tx, membership, std::mem::take(&mut batch)).await?;
            results.push(try_edit_in(ctx, tx, membership, *id, edit).await?);
        }
    }
    write(ctx, tx, membership, batch).await?;
    Ok(results)
}

async fn try_edit_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: MemberId,
    edit: &Edit,
) -> Result<Result<i64, Refusal>, Error> {
    tx.mark().await?;
    let edited = match edit_in(ctx, tx, membership, id, edit).await {
        Ok(()) => version(tx, id).await,
        Err(error) => Err(error),
    };
    savepoint::end(tx, edited).await
}

/// How they all stand, locked; of what no edit touches nothing is read.
struct Standing {
    targets: HashMap<MemberId, Target>,
    rows: HashMap<MemberId, MemberRow>,
    /// What the roles that stay allow.
    roles: RolePermissions,
    own_roles: HashMap<MemberId, BTreeSet<RoleId>>,
    groups: HashMap<MemberId, Vec<Named>>,
    /// Those that the actor may put people into and take them out of.
    fillable: HashMap<GroupId, FillableGroup>,
}

impl Standing {
    async fn of(
        ctx: &Context,
        tx: &mut Tx,
        membership: &Membership,
        edits: &[(MemberId, Edit)],
    ) -> Result<Self, Error> {
        let ids: Vec<MemberId> = edits.iter().map(|(id, _)| *id).collect();
        let of_access = edits.iter().any(|(_, edit)| edit.access.is_some());
        let of_groups = edits.iter().any(|(_, edit)| edit.groups.is_some());
        if of_access || of_groups {
            // The workspace is locked before its members, as everywhere.
            lock_super_users(tx, membership.workspace).await?;
        }
        let targets = Target::lock_all(ctx, tx, membership, &ids).await?;
        let rows = MemberRow::all(tx, &ids).await?;
        let mut standing = Self {
            targets,
            rows: rows.into_iter().map(|row| (MemberId(row.id), row)).collect(),
            roles: RolePermissions::new(),
            own_roles: HashMap::new(),
            groups: HashMap::new(),
            fillable: HashMap::new(),
        };
        if of_access {
            standing.roles = roles::permissions_of(&roles::staying(tx, membership).await?);
            standing.own_roles = roles::own_of_members(tx, &ids).await?;
        }
        if of_groups {
            standing.groups = groups_of_all(tx, &ids).await?;
            let had = standing.groups.values().flatten().map(|group| group.id);
            let wanted = edits.iter().filter_map(|(_, edit)| edit.groups.as_deref()).flatten().copied();
            for group in had.chain(wanted).collect::<BTreeSet<GroupId>>() {
                if let Ok(found) = refusable(groups::require_fillable(tx, membership, group).await)? {
                    standing.fillable.insert(group, found);
                }
            }
        }
        Ok(standing)
    }

    /// What the edit changes; none where the verb has to see to it.
    fn change(&self, membership: &Membership, id: MemberId, edit: &Edit) -> Option<Change<'_>> {
        let (target, row) = (self.targets.get(&id)?, self.rows.get(&id)?);
        let as_read = edit.shown.is_none() && edit.version == target.version;
        if !as_read || edit.ends_at.is_some() || target.person.is_me || !membership.has(Permission::USERS_WRITE) {
            return None;
        }
        rules::has_status(&target.person, &[Status::Active, Status::Suspended]).ok()?;
        rules::can_act_on(membership, &target.person).ok()?;
        let texts = edit.texts.differing(&row.texts());
        if !owned_by(Owner::Account, &texts).is_empty() {
            rules::names_are_editable(&target.person).ok()?;
            row.account()?;
        }
        let roles = match &edit.access {
            Some(to) => Some(self.role_change(membership, target, to)?).filter(|change| !change.is_none()),
            None => None,
        };
        let groups = match &edit.groups {
            Some(to) => Some(self.group_change(id, to)?).filter(|change| !change.is_none()),
            None => None,
        };
        Some(Change { target, row, texts, roles, groups })
    }

    fn role_change(&self, membership: &Membership, target: &Target, to: &Access) -> Option<RoleChange> {
        if to.super_user || target.person.super_user {
            return None;
        }
        let had = self.own_roles.get(&target.id).cloned().unwrap_or_default();
        let change = RoleChange { had, to: to.clone() };
        if !change.is_none() {
            let RoleChange { had, to } = &change;
            rules::can_set_access(membership, Some(&target.person), had, to, &self.roles, true).ok()?;
        }
        Some(change)
    }

    fn group_change(&self, id: MemberId, to: &[GroupId]) -> Option<GroupChanges> {
        let had = self.groups.get(&id).map(Vec::as_slice).unwrap_or_default();
        let (joined, parted) = difference(had, GroupChange::Exactly(to));
        let is_fillable = |group: &GroupId| self.fillable.contains_key(group);
        let may = joined.iter().chain(&parted).all(is_fillable);
        may.then(|| GroupChanges { had: names(had), joined, parted })
    }
}

/// What becomes different of one of them.
struct Change<'a> {
    target: &'a Target,
    row: &'a MemberRow,
    texts: Texts,
    roles: Option<RoleChange>,
    groups: Option<GroupChanges>,
}

struct RoleChange {
    had: BTreeSet<RoleId>,
    to: Access,
}

impl RoleChange {
    fn wanted(&self) -> BTreeSet<RoleId> {
        self.to.roles.iter().copied().collect()
    }

    fn is_none(&self) -> bool {
        self.had == self.wanted()
    }
}

struct GroupChanges {
    /// Their names.
    had: Vec<String>,
    joined: Vec<GroupId>,
    parted: Vec<GroupId>,
}

impl GroupChanges {
    fn is_none(&self) -> bool {
        self.joined.is_empty() && self.parted.is_empty()
    }
}

impl Change<'_> {
    fn version(&self) -> i64 {
        self.target.version + self.rise()
    }

    /// One for each part of it that the verbs write.
    fn rise(&self) -> i64 {
        versions(&self.texts) + i64::from(self.roles.is_some()) + i64::from(self.groups.is_some())
    }

    fn is_none(&self) -> bool {
        self.rise() == 0
    }
}

async fn write(ctx: &Context, tx: &mut Tx, membership: &Membership, mut all: Vec<Change<'_>>) -> Result<(), Error> {
    all.retain(|change| !change.is_none());
    if all.is_empty() {
        return Ok(());
    }
    write_rights(tx, &all).await?;
    let rewritten = all.iter().map(|change| (change.row.clone(), change.texts.clone(), change.rise()));
    write_texts(tx, membership, rewritten.collect()).await?;
    let told = all.iter().filter(|change| change.roles.is_some()).filter_map(|change| change.target.account);
    notify_access(ctx, tx, membership, told.collect::<Vec<_>>(), AccessChange::Role).await?;
    let events = events(tx, membership, &all).await?;
    audit::record_all(ctx, tx, events).await
}

/// Writes roles and groups.
async fn write_rights(tx: &mut Tx, all: &[Change<'_>]) -> Result<(), Error> {
    let (mut given, mut taken) = (Rows::of("member_roles (member_id, role_id)"), Vec::new());
    let (mut joined, mut parted) = (Rows::of("group_members (member_id, group_id)"), Vec::new());
    for change in all {
        let id = change.target.id;
        if let Some(roles) = &change.roles {
            let (had, wanted) = (&roles.had, roles.wanted());
            taken.extend(had.difference(&wanted).map(|role| [id.into(), (*role).into()]));
            wanted.difference(had).for_each(|role| given.push([id.into(), (*role).into()]));
        }
        if let Some(groups) = &change.groups {
            parted.extend(groups.parted.iter().map(|group| [id.into(), (*group).into()]));
            groups.joined.iter().for_each(|group| joined.push([id.into(), (*group).into()]));
        }
    }
    let of = |table: &str, column: &str| {
        let from = format!("DELETE FROM {table} WHERE (member_id, {column}) IN (VALUES ");
        move |values: &str| format!("{from}{values})")
    };
    run_over(tx, taken, of("member_roles", "role_id")).await?;
    given.insert(tx).await?;
    run_over(tx, parted, of("group_members", "group_id")).await?;
    Ok(joined.insert(tx).await?)
}

/// What the verbs would have recorded, in their order.
async fn events(tx: &mut Tx, membership: &Membership, all: &[Change<'_>]) -> Result<Vec<audit::Event>, Error> {
    let moved = all.iter().filter(|change| change.groups.is_some()).map(|change| change.target.id);
    let now = groups_of_all(tx, &moved.collect::<Vec<_>>()).await?;
    let mut events = Vec::with_capacity(all.len());
    for Change { target: Target { id, email, .. }, row, texts, roles, groups } in all {
        if !texts.is_empty() {
            events.push(texts_edited(membership, *id, email, &row.texts(), texts));
        }
        if let Some(RoleChange { had, to }) = roles {
            let before = Access { super_user: false, roles: had.iter().copied().collect() };
            events.push(roles_set(membership, *id, email, &before, to));
        }
        if let Some(groups) = groups {
            let has = now.get(id).map(Vec::as_slice).unwrap_or_default();
            events.push(groups_set(membership, *id, email, &groups.had, &names(has)));
        }
    }
    Ok(events)
}
