//! What tokens have asked for, as their owners and the workspaces that they called read it. It is written by
//! [`crate::call_log`].

mod flush;
mod list;
mod retention;

pub use flush::flush;
pub use list::{CallRecord, calls, calls_within};
pub(crate) use retention::{erase_workspace, sweep};
