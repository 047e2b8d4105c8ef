//! How much may be used in a month: by the workspace, by each who has a role, by one person; of a feature or of all.

mod check;
mod create;
mod delete;
mod list;

pub(super) use check::require_within;
pub use create::create;
pub use delete::delete;
pub use list::{Cap, Caps, list, member_by_email};
