//! The roles of a workspace, and who holds which: what every rule about rights reads.

use super::Grant;
use crate::db::{Tx, Value, all_of, query};
use crate::rules::{self, RolePermissions};
use crate::{Error, Membership, keys, refusable};
use model::ids::{GroupId, MemberId, RoleId, WorkspaceId};
use model::permissions::Permissions;
use model::users::RoleChoice;
use model::{Refusal, Texts};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A role of a workspace. A built-in one goes by its key, which the catalogues name; a custom one by its own name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The key in addresses and forms.
    pub id: RoleId,
    /// The key of a built-in one; none for a custom one.
    pub builtin: Option<String>,
    /// The custom name, or the English one of a built-in role; unique in the workspace.
    pub name: String,
    /// What it allows.
    pub permissions: Permissions,
}

impl Role {
    /// As people read it: a built-in one's name is in their language.
    pub fn shown_name(&self, t: Texts) -> String {
        match &self.builtin {
            Some(key) => t.get(&format!("role.{key}")).to_owned(),
            None => self.name.clone(),
        }
    }
}

/// A workspace has no more roles than this.
pub const MAX_ROLES: usize = 500;

/// What roles allow together.
pub fn combined_permissions(roles: &[Role]) -> Permissions {
    roles.iter().fold(Permissions::NONE, |all, role| all.with(role.permissions))
}

#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) id: uuid::Uuid,
    pub(crate) builtin: Option<String>,
    pub(crate) name: String,
    pub(crate) permissions: i64,
}

/// Built-in ones first, those that allow little before those that allow more; then as they were made.
pub(crate) const ORDER: &str =
    "r.builtin IS NULL, CASE WHEN r.builtin IS NULL THEN r.created_at ELSE r.permissions END, r.id";

/// What a [`Role`] is made of, over `roles r`.
pub(crate) const COLUMNS: &str = "r.id, r.builtin, r.name, r.permissions";

impl From<Row> for Role {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            builtin: row.builtin,
            name: row.name,
            permissions: Permissions::from_bits(row.permissions),
        }
    }
}

/// The grant that a choice stands for, if it is this workspace's and the giver's to give; otherwise a problem at
/// `role`.
pub async fn require_assignable(tx: &mut Tx, giver: &Membership, choice: RoleChoice) -> Result<Grant, Error> {
    let RoleChoice::Role(id) = choice else {
        rules::can_assign_super_user(giver)?;
        return Ok(Grant::SuperUser);
    };
    let role = find(tx, giver, id).await?;
    rules::can_assign_role(giver, role.as_ref().map(|role| role.permissions))?;
    role.map(Grant::Role).ok_or(Error::NotFound)
}

/// The grants of the choices that are made for many, each asked once: what [`require_assignable`] answers.
#[derive(Debug)]
pub(crate) struct Grants(Vec<(RoleChoice, Result<Grant, Refusal>)>);

impl Grants {
    pub(crate) async fn of(tx: &mut Tx, giver: &Membership, choices: Vec<RoleChoice>) -> Result<Self, Error> {
        let mut grants = Self(Vec::new());
        for choice in choices {
            if grants.0.iter().all(|(known, _)| *known != choice) {
                grants.0.push((choice, refusable(require_assignable(tx, giver, choice).await)?));
            }
        }
        Ok(grants)
    }

    /// Of a choice that was asked.
    pub(crate) fn get(&self, choice: RoleChoice) -> Result<&Grant, Refusal> {
        let found = self.0.iter().find(|(known, _)| *known == choice);
        found.map_or(Err(Refusal::NotFound), |(_, grant)| grant.as_ref().map_err(Clone::clone))
    }
}

/// What each of them allows, as the rules ask.
pub(crate) fn permissions_of(roles: &[Role]) -> RolePermissions {
    roles.iter().map(|role| (role.id, role.permissions)).collect()
}

/// The roles that the actor holds enough to give.
pub(crate) async fn assignable(tx: &mut Tx, membership: &Membership) -> Result<Vec<Role>, Error> {
    Ok(named_and_assignable(tx, membership).await?.1)
}

/// All roles of the workspace, and those of them that the actor holds enough to give.
pub(crate) async fn named_and_assignable(
    tx: &mut Tx,
    membership: &Membership,
) -> Result<(Vec<Role>, Vec<Role>), Error> {
    let all = all(tx, membership).await?;
    let can_give = |role: &Role| rules::can_hand_out(membership, role.permissions).is_ok();
    let assignable =
        all.iter().filter(|(role, stays)| *stays && can_give(role)).map(|(role, _)| role.clone()).collect();
    Ok((all.into_iter().map(|(role, _)| role).collect(), assignable))
}

/// All roles of the workspace.
pub async fn named(tx: &mut Tx, membership: &Membership) -> Result<Vec<Role>, Error> {
    Ok(all(tx, membership).await?.into_iter().map(|(role, _)| role).collect())
}

/// The same, without those that are being deleted.
pub(crate) async fn staying(tx: &mut Tx, membership: &Membership) -> Result<Vec<Role>, Error> {
    Ok(all(tx, membership).await?.into_iter().filter(|(_, stays)| *stays).map(|(role, _)| role).collect())
}

/// Each with whether it is not being deleted.
async fn all(tx: &mut Tx, membership: &Membership) -> Result<Vec<(Role, bool)>, Error> {
    let rows: Vec<AnyRow> = query(format!(
        "SELECT {COLUMNS}, r.replaced_by IS NULL AS stays FROM roles r WHERE r.workspace_id = $1
         ORDER BY {ORDER} LIMIT {MAX_ROLES}"
    ))
    .bind(membership.workspace)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.role.into(), row.stays)).collect())
}

#[derive(Debug, sqlx::FromRow)]
struct AnyRow {
    #[sqlx(flatten)]
    role: Row,
    stays: bool,
}

/// One that can be given: none that is being deleted.
async fn find(tx: &mut Tx, membership: &Membership, id: RoleId) -> Result<Option<Role>, Error> {
    let sql =
        format!("SELECT {COLUMNS} FROM roles r WHERE r.id = $1 AND r.workspace_id = $2 AND r.replaced_by IS NULL");
    let row: Option<Row> = query(sql).bind(id).bind(membership.workspace).optional(tx).await?;
    Ok(row.map(Role::from))
}

/// The roles that a member holds, their own and those of their groups, by name.
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Role>, Error> {
    let sql =
        format!("SELECT {COLUMNS} FROM effective_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id = $1");
    let rows: Vec<Row> = query(sql).bind(member).all(tx).await?;
    let mut roles: Vec<Role> = rows.into_iter().map(Role::from).collect();
    roles.sort_by_cached_key(|role| keys::text(&role.name));
    roles.dedup_by_key(|role| role.id);
    Ok(roles)
}

/// What members may do by their roles and those of their groups; none who has no role.
pub(crate) async fn permissions_of_members(tx: &mut Tx, members: &[Uuid]) -> Result<HashMap<Uuid, Permissions>, Error> {
    let held: Vec<(Uuid, i64)> = all_of(tx, &[], members.iter().copied(), |ids| {
        format!(
            "SELECT x.member_id, r.permissions FROM effective_roles x JOIN roles r ON r.id = x.role_id
             WHERE x.member_id IN ({ids})"
        )
    })
    .await?;
    let mut permissions = HashMap::new();
    for (member, bits) in held {
        let all = permissions.entry(member).or_insert(Permissions::NONE);
        *all = all.with(Permissions::from_bits(bits));
    }
    Ok(permissions)
}

/// The roles that members hold, their own and those of their groups, each once, by id; none who has no role.
pub(crate) async fn named_of_members(
    tx: &mut Tx,
    members: &[MemberId],
) -> Result<HashMap<MemberId, Vec<(RoleId, String)>>, Error> {
    let held: Vec<(Uuid, Uuid, String)> = all_of(tx, &[], members.iter().copied(), |ids| {
        format!(
            "SELECT x.member_id, r.id, r.name FROM effective_roles x JOIN roles r ON r.id = x.role_id
             WHERE x.member_id IN ({ids})"
        )
    })
    .await?;
    let mut roles: HashMap<MemberId, Vec<(RoleId, String)>> = HashMap::new();
    for (member, role, name) in held {
        roles.entry(MemberId(member)).or_default().push((role.into(), name));
    }
    for held in roles.values_mut() {
        held.sort();
        held.dedup();
    }
    Ok(roles)
}

/// The ids of members' own roles; none who has no role of their own.
pub(crate) async fn own_of_members(
    tx: &mut Tx,
    members: &[MemberId],
) -> Result<HashMap<MemberId, BTreeSet<RoleId>>, Error> {
    let of = |ids: &str| format!("SELECT member_id, role_id FROM member_roles WHERE member_id IN ({ids})");
    let rows: Vec<(Uuid, Uuid)> = all_of(tx, &[], members.iter().copied(), of).await?;
    let mut roles: HashMap<MemberId, BTreeSet<RoleId>> = HashMap::new();
    for (member, role) in rows {
        roles.entry(MemberId(member)).or_default().insert(role.into());
    }
    Ok(roles)
}

/// Their own alone: what giving and taking roles is about.
pub(crate) async fn own_of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Role>, Error> {
    of(tx, "member_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id = $1", member).await
}

/// The roles that a group gives, by name.
pub(crate) async fn of_group(tx: &mut Tx, group: GroupId) -> Result<Vec<Role>, Error> {
    of(tx, "group_roles x JOIN roles r ON r.id = x.role_id WHERE x.group_id = $1", group).await
}

async fn of(tx: &mut Tx, rows: &str, id: impl Into<Value>) -> Result<Vec<Role>, Error> {
    let rows: Vec<Row> = query(format!("SELECT {COLUMNS} FROM {rows} ORDER BY r.name_key")).bind(id).all(tx).await?;
    Ok(rows.into_iter().map(Role::from).collect())
}

/// What each group of the workspace gives, by name.
pub(crate) async fn of_groups(tx: &mut Tx, membership: &Membership) -> Result<Vec<(GroupId, Role)>, Error> {
    let rows: Vec<OfGroup> = query(format!(
        "SELECT x.group_id, {COLUMNS} FROM roles r JOIN group_roles x ON x.role_id = r.id
         WHERE r.workspace_id = $1 ORDER BY r.name_key"
    ))
    .bind(membership.workspace)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(|row| (GroupId(row.group_id), row.role.into())).collect())
}

#[derive(sqlx::FromRow)]
struct OfGroup {
    group_id: uuid::Uuid,
    #[sqlx(flatten)]
    role: Row,
}

/// The role that is proposed, and that people get who come without anyone giving them one: the default, or the built-in
/// "Member".
pub(crate) async fn default_role(tx: &mut Tx, workspace: WorkspaceId) -> Result<RoleId, Error> {
    let (id,): (Uuid,) = query(
        "SELECT COALESCE(w.default_role, (SELECT r.id FROM roles r WHERE r.workspace_id = w.id AND r.builtin = 'member'))
         FROM workspaces w WHERE w.id = $1",
    )
    .bind(workspace)
    .one(tx)
    .await?;
    Ok(RoleId(id))
}
