//! The command palette, a feature of the Lab: pages, workspaces, people and actions by a few letters, at Ctrl+K.

mod serverfn;

#[cfg(any(feature = "hydrate", test))]
mod commands;
#[cfg(feature = "hydrate")]
mod dialog;
#[cfg(feature = "hydrate")]
mod opener;

#[cfg(feature = "hydrate")]
pub(crate) use opener::open_palette;
