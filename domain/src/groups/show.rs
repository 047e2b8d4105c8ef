//! Groups as their pages show them.

use super::MAX_GROUPS;
use crate::db::{Query, Tx, query};
use crate::members::roles::{self, Role};
use crate::{Context, Error, Membership};
use model::ids::GroupId;
use model::permissions::Permission;
use model::roles::RoleRow;
use std::collections::HashMap;
use uuid::Uuid;

/// A group, and what is known of it.
#[derive(Clone, Debug)]
pub struct GroupRecord {
    /// The key in addresses and forms.
    pub id: GroupId,
    /// Unique in the workspace.
    pub name: String,
    /// What it is for; may be empty.
    pub about: String,
    /// Counts changes: a form sends back the one that it was opened with.
    pub version: i64,
    /// What it gives, by name.
    pub roles: Vec<Role>,
    /// How many are in it, those removed not; no further than one beyond [`RoleRow::MANY`].
    pub people: i64,
    /// The reader may put people into it and take them out,
    pub can_manage_members: bool,
    /// change it,
    pub may_edit: bool,
    /// and delete it.
    pub may_delete: bool,
}

#[derive(Debug, sqlx::FromRow)]
struct StoredGroup {
    id: Uuid,
    name: String,
    about: String,
    version: i64,
    people: i64,
}

/// All groups of the workspace, by name. Needs `users:read`. Two queries.
pub async fn page(ctx: &Context, slug: &str) -> Result<Vec<GroupRecord>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    let sql = query(format!(
        "{} WHERE g.workspace_id = $1 AND NOT g.deleting ORDER BY g.name_key LIMIT {MAX_GROUPS}",
        select()
    ));
    found(&mut tx, &membership, sql.bind(membership.workspace)).await
}

/// One of them. Needs `users:read`.
pub async fn show(ctx: &Context, slug: &str, id: GroupId) -> Result<GroupRecord, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    let sql = query(format!("{} WHERE g.workspace_id = $1 AND NOT g.deleting AND g.id = $2", select()));
    let mut found = found(&mut tx, &membership, sql.bind(membership.workspace).bind(id)).await?;
    found.pop().ok_or(Error::NotFound)
}

fn select() -> String {
    format!(
        "SELECT g.id, g.name, g.about, g.version,
                (SELECT COUNT(*) FROM (SELECT 1 FROM group_members x JOIN members m ON m.id = x.member_id
                                       WHERE x.group_id = g.id AND m.status <> 'removed' LIMIT {}) AS people) AS people
         FROM groups g",
        RoleRow::MANY + 1
    )
}

async fn found(tx: &mut Tx, membership: &Membership, sql: Query) -> Result<Vec<GroupRecord>, Error> {
    let rows: Vec<StoredGroup> = sql.all(tx).await?;
    let mut given: HashMap<Uuid, Vec<Role>> = HashMap::new();
    for (group, role) in roles::of_groups(tx, membership).await? {
        given.entry(group.0).or_default().push(role);
    }
    let found = |row: StoredGroup| {
        let roles = given.remove(&row.id).unwrap_or_default();
        let own = membership.permissions.covers(roles::combined_permissions(&roles));
        GroupRecord {
            id: row.id.into(),
            name: row.name,
            about: row.about,
            version: row.version,
            people: row.people,
            can_manage_members: own && membership.has(Permission::USERS_WRITE),
            may_edit: own && membership.has(Permission::ROLES_WRITE),
            may_delete: own && membership.has(Permission::ROLES_DELETE),
            roles,
        }
    };
    Ok(rows.into_iter().map(found).collect())
}
