//! The list of users by keyboard, a feature of the Lab: keys for rows, and fields that are edited in place.

#[cfg(feature = "ssr")]
mod editor;
#[cfg(feature = "hydrate")]
mod help;
#[cfg(feature = "hydrate")]
mod keys;
#[cfg(feature = "ssr")]
mod serverfn;

#[cfg(feature = "ssr")]
pub(crate) use editor::{EDITED, RowEditor};
#[cfg(feature = "hydrate")]
pub(crate) use keys::open_list_keys;
