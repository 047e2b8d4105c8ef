//! The command palette, a feature of the Lab: pages, workspaces, people and actions by a few letters, at Ctrl+K.

mod commands;
mod dialog;
mod opener;
mod serverfn;

pub(crate) use opener::Palette;
