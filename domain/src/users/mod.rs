//! Members of a workspace; the page calls them users.

mod create;
mod cursor;
mod details;
mod list;
mod member;
pub mod wizard;

pub use create::{Created, NewUser, create};
pub use details::{Details, details, mine};
pub use list::{Listed, list};
pub use member::{Grant, NewAccount, Secret, insert_account, insert_member};
