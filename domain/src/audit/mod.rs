//! Who did what to whom, from where, before and after: one event per change, in the change's own transaction.

mod list;
mod record;

pub use list::{Happened, recent};
pub use record::Event;
pub(crate) use record::ROWS;
