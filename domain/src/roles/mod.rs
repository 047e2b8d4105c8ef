//! Named sets of permissions.

mod builtin;
mod create;
mod delete;
mod edit;
mod factors;
mod grant;
mod held;
mod list;
mod people;
mod preview;
mod show;
pub(crate) mod take_over;

pub use builtin::insert_builtin;
pub use create::create;
pub use delete::delete;
pub use edit::edit;
pub use factors::Asked;
pub(crate) use factors::{asked_of_roles, asked_of_super_users, asking};
pub use grant::grantable;
pub(crate) use list::{assignable, of_group, of_groups, own_of_member, staying};
pub use list::{choices, for_groups, given_by, named, of_member};
pub use preview::{Preview, preview};
pub use show::{Found, Page, page, show};

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
pub const MOST: usize = 500;

/// What roles allow together.
pub fn held(roles: &[Role]) -> Permissions {
    roles.iter().fold(Permissions::NONE, |all, role| all.with(role.permissions))
}

/// A role as the audit tells of it.
#[derive(Debug, serde::Serialize)]
struct Told<'a> {
    name: &'a str,
    allows: Vec<String>,
}

impl<'a> Told<'a> {
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
