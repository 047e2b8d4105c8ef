//! Tenants.

mod counters;
mod found;
mod growth;
mod leave;
mod list;
mod overview;
mod visit;

pub use counters::{Counter, count, counted, counter_of};
pub use found::found;
pub use growth::Growth;
pub use leave::leave;
pub use list::mine;
pub use overview::{COUNTED, Newcomer, Overview, PendingInvitations, Place, Standing, overview};
pub use visit::visit;
