//! A group, as the API answers one.

use crate::http::api::types::Named;
use domain::groups::GroupRecord;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct Group {
    pub id: Uuid,
    /// Unique in the workspace.
    #[schema(example = "Accounting")]
    pub name: String,
    /// What it is for; may be empty.
    #[schema(example = "Whoever books")]
    pub description: String,
    /// What it gives its people.
    pub roles: Vec<Named>,
    /// How many are in it; counted no further than 1,001.
    pub people: i64,
    /// Counts changes; the `ETag` begins with it.
    pub version: i64,
}

impl Group {
    pub(super) fn of(record: GroupRecord) -> Self {
        Self {
            id: record.id.0,
            name: record.name,
            description: record.about,
            roles: record.roles.iter().map(Named::role).collect(),
            people: record.people,
            version: record.version,
        }
    }
}
