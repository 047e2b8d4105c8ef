//! Tenants.

mod counters;
mod found;
mod leave;
mod list;
mod overview;
mod visit;

pub use counters::{Counter, count, counted};
pub use found::found;
pub use leave::leave;
pub use list::mine;
pub use overview::overview;
pub use visit::visit;
