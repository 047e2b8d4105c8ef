//! Groups of a workspace: the list, one of them, a new one, deleting.

mod delete;
mod edit;
mod list;
mod people;
mod serverfns;

#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod present;

pub(crate) use delete::DeleteGroup;
pub(crate) use edit::{GroupPage, NewGroup};
#[cfg(feature = "ssr")]
pub(crate) use forms::{create_form, delete_form, save_form};
pub(crate) use list::Groups;
