//! Roles as their page shows them.

use super::factors::asking;
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
    /// Whoever has it needs a second factor.
    pub factor_required: bool,
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
    factor_required: bool,
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
            factor_required: self.factor_required,
        }
    }
}

/// All roles of the workspace.
#[derive(Clone, Debug)]
pub struct Page {
    /// Built-in ones first.
    pub roles: Vec<Found>,
    /// Super-users need a second factor.
    pub super_users_factor: bool,
}

/// Needs `roles:read`. Two queries.
pub async fn page(ctx: &Context, slug: &str) -> Result<Page, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::ROLES_READ)?;
    let rows: Vec<Stored> = query(format!(
        "SELECT {COLUMNS}, r.version, r.becomes, r.factor_required, {} AS people FROM roles r
         WHERE r.workspace_id = $1 ORDER BY {ORDER} LIMIT {MOST}",
        count_sql()
    ))
    .bind(seat.workspace)
    .all(&mut tx)
    .await?;
    let (super_users_factor,): (bool,) =
        query("SELECT super_users_factor FROM workspaces WHERE id = $1").bind(seat.workspace).one(&mut tx).await?;
    Ok(Page { roles: rows.into_iter().map(|row| row.found(&seat)).collect(), super_users_factor })
}

/// One of them, and where it asks for a second factor, those that do: its people can have no other instead. Needs `roles:read`.
pub async fn show(ctx: &Context, slug: &str, id: RoleId) -> Result<(Found, Option<Vec<RoleId>>), Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::ROLES_READ)?;
    let row: Option<Stored> = query(format!(
        "SELECT {COLUMNS}, r.version, r.becomes, r.factor_required, {} AS people
         FROM roles r WHERE r.id = $1 AND r.workspace_id = $2",
        count_sql()
    ))
    .bind(id)
    .bind(seat.workspace)
    .optional(&mut tx)
    .await?;
    let found = row.ok_or(Error::NotFound)?.found(&seat);
    let instead = if found.factor_required { Some(asking(&mut tx, seat.workspace).await?) } else { None };
    Ok((found, instead))
}
