//! People who hold roles together: whoever is in a group holds what it gives, besides their own roles, for as long as they
//! are in it.

mod add_person;
mod choices;
mod create;
mod delete;
mod edit;
mod fill;
mod held;
mod members;
mod show;
pub(crate) mod take_over;

pub use add_person::add_person;
pub(crate) use choices::choices_in;
pub use choices::{Choice, choices};
pub use create::create;
pub use delete::delete;
pub use edit::edit;
pub(crate) use fill::require_fillable;
pub use members::Named;
pub(crate) use members::{To, of_member, put};
pub use show::{Found, page, show};

/// A workspace has no more groups than this.
pub const MOST: usize = 500;
