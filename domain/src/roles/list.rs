//! The roles of a workspace.

use super::{COLUMNS, MAX_ROLES, ORDER, Role, Row};
use crate::db::{Tx, Value, query};
use crate::{Context, Error, Membership, keys};
use model::ids::{GroupId, MemberId, RoleId};
use model::permissions::Permission;

/// The roles that the list can be narrowed to and the wizard can give.
pub async fn choices(ctx: &Context, slug: &str) -> Result<Vec<Role>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    named(&mut tx, &membership).await
}

/// The roles that the actor can give, and whether they can make a super-user; none for whoever edits only themselves.
pub async fn assignable_roles(ctx: &Context, slug: &str) -> Result<(Vec<Role>, bool), Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    if !membership.has(Permission::USERS_WRITE) {
        return Ok((Vec::new(), false));
    }
    Ok((assignable(&mut tx, &membership).await?, membership.super_user))
}

/// The roles that the actor holds enough to give.
pub(crate) async fn assignable(tx: &mut Tx, membership: &Membership) -> Result<Vec<Role>, Error> {
    let mut roles = staying(tx, membership).await?;
    roles.retain(|role| membership.permissions.covers(role.permissions));
    Ok(roles)
}

/// The roles that the actor can have a group give; none for whoever doesn't change groups.
pub async fn for_groups(ctx: &Context, slug: &str) -> Result<Vec<Role>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    if !membership.has(Permission::ROLES_WRITE) {
        return Ok(Vec::new());
    }
    assignable(&mut tx, &membership).await
}

/// All roles of the workspace.
pub async fn named(tx: &mut Tx, membership: &Membership) -> Result<Vec<Role>, Error> {
    all(tx, membership, "").await
}

/// The same, without those that are being deleted.
pub(crate) async fn staying(tx: &mut Tx, membership: &Membership) -> Result<Vec<Role>, Error> {
    all(tx, membership, "AND r.replaced_by IS NULL").await
}

async fn all(tx: &mut Tx, membership: &Membership, only: &str) -> Result<Vec<Role>, Error> {
    let rows: Vec<Row> = query(format!(
        "SELECT {COLUMNS} FROM roles r WHERE r.workspace_id = $1 {only}
         ORDER BY {ORDER} LIMIT {MAX_ROLES}"
    ))
    .bind(membership.workspace)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(Role::from).collect())
}

/// One that can be given: none that is being deleted.
pub(super) async fn find(tx: &mut Tx, membership: &Membership, id: RoleId) -> Result<Option<Role>, Error> {
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
