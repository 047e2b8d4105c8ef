//! The add-user wizard (seed 002, "Create User"; product rules 2, 3 and 8).
//!
//! Each step is checked here when it is left, and everything once more when it is confirmed.

mod answer;
mod confirm;
mod show;

pub use answer::{answer, back, discard};
pub use confirm::confirm;
pub use show::{Wizard, show};
