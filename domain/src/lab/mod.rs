//! The Lab: whether a feature that is still tested is on for someone, who decides that, and what turns it off
//! (docs/lab.md, docs/adr/0027-lab.md).

mod evaluate;
mod retention;

pub use evaluate::{evaluate, evaluate_all, features_on, require};
pub(crate) use retention::{erase_account, erase_workspace, sweep};
