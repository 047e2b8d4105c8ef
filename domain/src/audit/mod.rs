//! Who did what to whom, from where, before and after: one event per change, in the change's own transaction.

mod record;

pub use record::Event;
