//! Named sets of permissions.

mod builtin;
mod grant;
mod list;

pub use builtin::insert_builtin;
pub use grant::grantable;
pub use list::{choices, given_by, named, of_member};

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

/// What roles allow together.
pub fn held(roles: &[Role]) -> Permissions {
    roles.iter().fold(Permissions::NONE, |all, role| all.with(role.permissions))
}

#[derive(sqlx::FromRow)]
struct Row {
    id: uuid::Uuid,
    builtin: Option<String>,
    name: String,
    permissions: i64,
}

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
