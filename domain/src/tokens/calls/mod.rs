//! What tokens have asked for, as their owners and the workspaces that they called read it. It is written by
//! [`crate::call_log`].

mod list;
mod retention;

pub use list::{CallRecord, calls, calls_within};
pub(crate) use retention::{erase_workspace, sweep};
