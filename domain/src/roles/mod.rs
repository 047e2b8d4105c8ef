//! Named sets of permissions.

mod builtin;
mod choices;
mod create;
mod delete;
mod edit;
mod factors;
mod locked;
mod people;
mod preview;
pub(crate) mod propagate_job;
mod retention;
mod show;

pub use builtin::insert_builtin;
pub use choices::{assignable_roles, choices, for_groups};
pub use create::create;
pub use delete::delete;
pub use edit::edit;
pub use factors::FactorCoverage;
pub(crate) use factors::{coverage_of_roles, coverage_of_super_users, required_by};
pub use preview::{Preview, preview};
pub(crate) use retention::erase_workspace;
pub use show::{Page, RoleRecord, page, show};

use model::permissions::Permissions;

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
