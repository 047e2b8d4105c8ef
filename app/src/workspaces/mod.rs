//! A workspace's home, the list of one's workspaces, leaving.

mod home;
mod leave;
mod list;

pub(crate) use home::Home;
pub(crate) use leave::LeavePage;
#[cfg(feature = "ssr")]
pub(crate) use leave::leave_form;
pub(crate) use list::Workspaces;
