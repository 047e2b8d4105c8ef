//! Roles as their page shows them.

use super::factors::required_by;
use super::people::count_sql;
use crate::db::query;
use crate::members::roles::{COLUMNS, MAX_ROLES, ORDER, Role, Row};
use crate::{Context, Error, Membership};
use model::ids::RoleId;
use model::permissions::Permission;
use uuid::Uuid;

/// A role, and what is known of it.
#[derive(Clone, Debug)]
pub struct RoleRecord {
    /// Its name, and what it allows.
    pub role: Role,
    /// Counts changes: a form sends back the one that it was opened with.
    pub version: i64,
    /// How many have it; counted no further than [`model::roles::RoleRow::MANY`].
    pub people: i64,
    /// It is being deleted, and its people get this one; none: it stays.
    pub replaced_by: Option<RoleId>,
    /// Whoever has it needs a second factor.
    pub factor_required: bool,
    /// The reader may change it,
    pub may_edit: bool,
    /// and delete it.
    pub may_delete: bool,
}

#[derive(Debug, sqlx::FromRow)]
struct StoredRole {
    #[sqlx(flatten)]
    row: Row,
    version: i64,
    replaced_by: Option<Uuid>,
    factor_required: bool,
    people: i64,
}

impl StoredRole {
    fn found(self, membership: &Membership) -> RoleRecord {
        let role = Role::from(self.row);
        let own = role.builtin.is_none() && membership.permissions.covers(role.permissions);
        RoleRecord {
            may_edit: own && self.replaced_by.is_none() && membership.has(Permission::ROLES_WRITE),
            may_delete: own && membership.has(Permission::ROLES_DELETE),
            role,
            version: self.version,
            people: self.people,
            replaced_by: self.replaced_by.map(RoleId),
            factor_required: self.factor_required,
        }
    }
}

/// All roles of the workspace.
#[derive(Clone, Debug)]
pub struct Page {
    /// Built-in ones first.
    pub roles: Vec<RoleRecord>,
    /// Super-users need a second factor.
    pub super_users_factor: bool,
}

/// Needs `roles:read`. Two queries.
pub async fn page(ctx: &Context, slug: &str) -> Result<Page, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::ROLES_READ)?;
    let rows: Vec<StoredRole> = query(format!(
        "SELECT {COLUMNS}, r.version, r.replaced_by, r.factor_required, {} AS people FROM roles r
         WHERE r.workspace_id = $1 ORDER BY {ORDER} LIMIT {MAX_ROLES}",
        count_sql()
    ))
    .bind(membership.workspace)
    .all(&mut tx)
    .await?;
    let (super_users_factor,): (bool,) = query("SELECT super_users_factor FROM workspaces WHERE id = $1")
        .bind(membership.workspace)
        .one(&mut tx)
        .await?;
    Ok(Page { roles: rows.into_iter().map(|row| row.found(&membership)).collect(), super_users_factor })
}

/// One of them, and where it asks for a second factor, those that do: its people can have no other instead. Needs
/// `roles:read`.
pub async fn show(ctx: &Context, slug: &str, id: RoleId) -> Result<(RoleRecord, Option<Vec<RoleId>>), Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::ROLES_READ)?;
    let row: Option<StoredRole> = query(format!(
        "SELECT {COLUMNS}, r.version, r.replaced_by, r.factor_required, {} AS people
         FROM roles r WHERE r.id = $1 AND r.workspace_id = $2",
        count_sql()
    ))
    .bind(id)
    .bind(membership.workspace)
    .optional(&mut tx)
    .await?;
    let found = row.ok_or(Error::NotFound)?.found(&membership);
    let instead = if found.factor_required { Some(required_by(&mut tx, membership.workspace).await?) } else { None };
    Ok((found, instead))
}
