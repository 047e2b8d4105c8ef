//! Roles of a workspace: the list, one as a matrix, what a change does, deleting.

mod cards;
mod delete;
mod edit;
mod list;
mod matrix;
mod review;
mod serverfns;

#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod present;

pub(crate) use cards::{DeleteCard, DoneNotice, Links, ListPage, ListWords, NewCard, use_done};
pub(crate) use delete::DeleteRole;
pub(crate) use edit::{NewRole, RolePage};
#[cfg(feature = "ssr")]
pub(crate) use forms::{create_form, delete_form, save_form};
pub(crate) use list::{Roles, counted, people};
pub(crate) use matrix::Matrix;
pub(crate) use review::ReviewRole;
