//! `/w/{slug}`: how the workspace stands, as far as its reader may know.

#[cfg(feature = "ssr")]
mod draw;
mod growth;
mod page;
mod people;
mod serverfn;
mod tiles;

pub(crate) use page::Home;
