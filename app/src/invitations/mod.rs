//! Invitations: the workspace's pending ones, and the page that a link leads to.

mod accept;
mod list;
mod unknown;

pub(crate) use accept::AcceptInvitation;
pub(crate) use list::Invitations;
#[cfg(feature = "ssr")]
pub(crate) use {accept::accept_form, list::manage_form};
