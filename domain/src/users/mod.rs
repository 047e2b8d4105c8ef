//! Members of a workspace; the page calls them users.

mod create;
mod cursor;
mod details;
mod last_super_user;
mod list;
mod list_preferences;
mod member;
mod narrow;
mod reindex;
mod terms;
pub mod wizard;

pub use create::{Created, NewUser, create};
pub use details::{Details, details, mine};
pub use last_super_user::spare_last_super_user;
pub use list::{Listed, list};
pub use list_preferences::{list_preferences, save_list_preferences};
pub use member::{Grant, NewAccount, Secret, insert_account, insert_member};
pub(crate) use member::{clear_removed, delete, give, refresh, refresh_account};
pub use reindex::reindex_if_due;
