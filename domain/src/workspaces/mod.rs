//! Tenants.

mod admission;
mod change;
mod counters;
mod create;
mod delete;
pub mod domains;
mod found;
mod growth;
mod leave;
mod list;
mod overview;
mod owner;
mod partings;
mod purge;
mod settings;
mod tell;
mod transfer;
mod visit;

pub use admission::{Admission, admit};
pub use change::change;
pub use counters::{Counter, count, counted, counter_of};
pub use create::{create, may_create};
pub use delete::{delete, restore};
pub use found::found;
pub use growth::Growth;
pub use leave::leave;
pub use list::{Deleted, deleted, mine};
pub use overview::{COUNTED, Newcomer, Overview, PendingInvitations, Place, Standing, overview};
pub(crate) use owner::own;
pub(crate) use partings::{part, reunite};
pub use purge::purge;
pub use settings::{Settings, settings};
pub(crate) use settings::{chosen_role, default_role, offered};
pub(crate) use tell::tell_super_users;
pub use transfer::transfer;
pub use visit::visit;
