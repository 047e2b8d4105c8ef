//! Invitations: the workspace's pending ones, and the page that a link leads to.

mod accept;
mod list;
#[cfg(feature = "ssr")]
mod manage;
mod row;
mod unknown;

pub(crate) use accept::AcceptInvitation;
pub(crate) use list::Invitations;
#[cfg(feature = "ssr")]
pub(crate) use {accept::accept_form, manage::manage_form};
