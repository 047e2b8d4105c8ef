//! Named sets of permissions.

mod builtin;
mod create;
mod delete;
mod edit;
mod factors;
mod grant;
mod list;
mod locked;
mod people;
mod preview;
pub(crate) mod propagate_job;
mod show;

pub use builtin::insert_builtin;
pub use create::create;
pub use delete::delete;
pub use edit::edit;
pub use factors::FactorCoverage;
pub(crate) use factors::{coverage_of_roles, coverage_of_super_users, required_by};
pub use grant::require_assignable;
pub(crate) use list::{assignable, of_group, of_groups, own_of_member, staying};
pub use list::{assignable_roles, choices, for_groups, named, of_member};
pub use preview::{Preview, preview};
pub use show::{Page, RoleRecord, page, show};

use model::ids::RoleId;
use model::permissions::Permissions;

/// A role of a workspace. A built-in one goes by its key, which the catalogues name; a custom one by its own name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub id: RoleId,
    pub builtin: Option<String>,
    pub name: String,
    pub permissions: Permissions,
}

/// A workspace has no more roles than this.
pub const MAX_ROLES: usize = 500;

/// What roles allow together.
pub fn combined_permissions(roles: &[Role]) -> Permissions {
    roles.iter().fold(Permissions::NONE, |all, role| all.with(role.permissions))
}

/// A role as the audit tells of it.
#[derive(Debug, serde::Serialize)]
struct AuditSnapshot<'a> {
    name: &'a str,
    allows: Vec<String>,
}

impl<'a> AuditSnapshot<'a> {
    fn of(name: &'a str, permissions: Permissions) -> Self {
        Self { name, allows: permissions.iter().map(|permission| permission.to_string()).collect() }
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: uuid::Uuid,
    builtin: Option<String>,
    name: String,
    permissions: i64,
}

/// Built-in ones first, those that allow little before those that allow more; then as they were made.
const ORDER: &str = "r.builtin IS NULL, CASE WHEN r.builtin IS NULL THEN r.created_at ELSE r.permissions END, r.id";

/// What a [`Role`] is made of, over `roles r`.
const COLUMNS: &str = "r.id, r.builtin, r.name, r.permissions";

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
