//! People who hold roles together: whoever is in a group holds what it gives, besides their own roles, for as long as
//! they are in it.

mod add_person;
mod choices;
mod create;
mod delete;
mod edit;
mod fill;
mod locked;
mod members;
pub(crate) mod propagate_job;
mod retention;
mod show;

pub use add_person::add_person;
pub(crate) use choices::choices_in;
pub use choices::{Choice, choices};
pub use create::create;
pub use delete::delete;
pub use edit::edit;
pub(crate) use fill::{FillableGroup, require_fillable};
pub(crate) use members::{GroupChange, difference, groups_set, names, update_groups_in};
pub(crate) use retention::erase_workspace;
pub use show::{GroupRecord, page, show};

/// A workspace has no more groups than this.
pub const MAX_GROUPS: usize = 500;
