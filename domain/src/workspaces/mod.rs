//! Tenants.

mod change;
mod create;
mod delete;
pub mod domains;
mod factors;
mod growth;
mod insert_workspace;
mod leave;
mod list;
mod notify;
mod overview;
mod owner;
mod picture;
mod purge;
mod retention;
mod settings;
mod touch_last_active;
mod transfer;

pub use change::change;
pub use create::{create, may_create};
pub use delete::{delete, restore};
pub use factors::{FactorSettings, factors, set_factors};
pub use growth::Growth;
pub use insert_workspace::insert_workspace;
pub use leave::leave;
pub use list::{Awaiting, Deleted, awaiting_verification, deleted, mine};
pub(crate) use notify::notify_super_users;
pub use overview::{COUNTED, Newcomer, Overview, OwnMembership, PendingInvitations, Standing, overview};
pub(crate) use owner::own;
pub use picture::{remove_picture, set_picture};
pub use purge::purge;
pub(crate) use retention::erase_account;
pub use settings::{Settings, settings};
pub use touch_last_active::touch_last_active;
pub use transfer::transfer;
