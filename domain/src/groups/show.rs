//! Groups as their pages show them.

use super::MOST;
use crate::db::{Query, Tx, query};
use crate::roles::{self, Role};
use crate::{Context, Error, Seat};
use model::ids::GroupId;
use model::permissions::Permission;
use model::roles::RoleRow;
use std::collections::HashMap;
use uuid::Uuid;

/// A group, and what is known of it.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: GroupId,
    pub name: String,
    pub about: String,
    pub version: i64,
    /// What it gives, by name.
    pub roles: Vec<Role>,
    /// How many are in it, those removed not; no further than one beyond [`RoleRow::MANY`].
    pub people: i64,
    /// The reader may put people into it and take them out,
    pub may_fill: bool,
    /// change it,
    pub may_edit: bool,
    /// and delete it.
    pub may_delete: bool,
}

#[derive(Debug, sqlx::FromRow)]
struct Stored {
    id: Uuid,
    name: String,
    about: String,
    version: i64,
    people: i64,
}

/// All groups of the workspace, by name. Needs `users:read`. Two queries.
pub async fn page(ctx: &Context, slug: &str) -> Result<Vec<Found>, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::USERS_READ)?;
    let sql = query(format!("{} WHERE g.workspace_id = $1 AND NOT g.going ORDER BY g.name_key LIMIT {MOST}", select()));
    found(&mut tx, &seat, sql.bind(seat.workspace)).await
}

/// One of them. Needs `users:read`.
pub async fn show(ctx: &Context, slug: &str, id: GroupId) -> Result<Found, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::USERS_READ)?;
    let sql = query(format!("{} WHERE g.workspace_id = $1 AND NOT g.going AND g.id = $2", select()));
    let mut found = found(&mut tx, &seat, sql.bind(seat.workspace).bind(id)).await?;
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

async fn found(tx: &mut Tx, seat: &Seat, sql: Query) -> Result<Vec<Found>, Error> {
    let rows: Vec<Stored> = sql.all(tx).await?;
    let mut given: HashMap<Uuid, Vec<Role>> = HashMap::new();
    for (group, role) in roles::of_groups(tx, seat).await? {
        given.entry(group.0).or_default().push(role);
    }
    let found = |row: Stored| {
        let roles = given.remove(&row.id).unwrap_or_default();
        let own = seat.permissions.covers(roles::held(&roles));
        Found {
            id: row.id.into(),
            name: row.name,
            about: row.about,
            version: row.version,
            people: row.people,
            may_fill: own && seat.has(Permission::USERS_WRITE),
            may_edit: own && seat.has(Permission::ROLES_WRITE),
            may_delete: own && seat.has(Permission::ROLES_DELETE),
            roles,
        }
    };
    Ok(rows.into_iter().map(found).collect())
}
