//! A role, as the API answers one.

use crate::http::api::types::{permission_names, role_name};
use domain::roles::RoleRecord;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct Role {
    pub id: Uuid,
    /// Unique in the workspace; a built-in one's is English.
    #[schema(example = "Editor")]
    pub name: String,
    /// What it allows: a resource and an access, such as `users:read`.
    #[schema(example = json!(["users:read", "users:write"]))]
    pub permissions: Vec<String>,
    /// It comes with Roster, and can be neither changed nor deleted.
    pub builtin: bool,
    /// How many have it or are invited to it; counted no further than 1,000.
    pub people: i64,
    /// Whoever has it needs a second factor.
    pub factor_required: bool,
    /// It is being deleted, and its people get this one.
    pub replaced_by: Option<Uuid>,
    /// Counts changes; the `ETag` begins with it.
    pub version: i64,
}

impl Role {
    pub(super) fn of(record: RoleRecord) -> Self {
        Self {
            id: record.role.id.0,
            name: role_name(&record.role),
            permissions: permission_names(record.role.permissions),
            builtin: record.role.builtin.is_some(),
            people: record.people,
            factor_required: record.factor_required,
            replaced_by: record.replaced_by.map(|id| id.0),
            version: record.version,
        }
    }
}
