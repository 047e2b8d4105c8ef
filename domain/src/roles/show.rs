//! Roles as their page shows them.

use super::people::count_sql;
use super::{COLUMNS, MOST, ORDER, Role, Row};
use crate::db::query;
use crate::{Context, Error, Seat};
use model::ids::RoleId;
use model::permissions::Permission;
use uuid::Uuid;

/// A role, and what is known of it.
#[derive(Clone, Debug)]
pub struct Found {
    pub role: Role,
    pub version: i64,
    /// How many have it; counted no further than [`model::roles::RoleRow::MANY`].
    pub people: i64,
    pub becomes: Option<RoleId>,
    /// The reader may change it,
    pub may_edit: bool,
    /// and delete it.
    pub may_delete: bool,
}

#[derive(Debug, sqlx::FromRow)]
struct Stored {
    #[sqlx(flatten)]
    row: Row,
    version: i64,
    becomes: Option<Uuid>,
    people: i64,
}

impl Stored {
    fn found(self, seat: &Seat) -> Found {
        let role = Role::from(self.row);
        let own = role.builtin.is_none() && seat.permissions.covers(role.permissions);
        Found {
            may_edit: own && self.becomes.is_none() && seat.has(Permission::ROLES_WRITE),
            may_delete: own && seat.has(Permission::ROLES_DELETE),
            role,
            version: self.version,
            people: self.people,
            becomes: self.becomes.map(RoleId),
        }
    }
}

/// All roles of the workspace, built-in ones first. Needs `roles:read`. One query.
pub async fn page(ctx: &Context, slug: &str) -> Result<Vec<Found>, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::ROLES_READ)?;
    let rows: Vec<Stored> = query(format!(
        "SELECT {COLUMNS}, r.version, r.becomes, {} AS people FROM roles r
         WHERE r.workspace_id = $1 ORDER BY {ORDER} LIMIT {MOST}",
        count_sql()
    ))
    .bind(seat.workspace)
    .all(&mut tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.found(&seat)).collect())
}

/// One of them. Needs `roles:read`.
pub async fn show(ctx: &Context, slug: &str, id: RoleId) -> Result<Found, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::ROLES_READ)?;
    let row: Option<Stored> = query(format!(
        "SELECT {COLUMNS}, r.version, r.becomes, {} AS people FROM roles r WHERE r.id = $1 AND r.workspace_id = $2",
        count_sql()
    ))
    .bind(id)
    .bind(seat.workspace)
    .optional(&mut tx)
    .await?;
    Ok(row.ok_or(Error::NotFound)?.found(&seat))
}
