//! What has happened, in sentences: a time line, and the audit of a workspace.

mod suggest;

#[cfg(feature = "ssr")]
mod changes;
#[cfg(feature = "ssr")]
mod event;
#[cfg(feature = "ssr")]
mod filters;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod present;
#[cfg(feature = "ssr")]
mod serverfn;
#[cfg(feature = "ssr")]
mod table;
#[cfg(feature = "ssr")]
mod timeline;

#[cfg(feature = "hydrate")]
pub(crate) use suggest::listen;
#[cfg(feature = "ssr")]
pub use table::AuditTable;
#[cfg(feature = "ssr")]
pub(crate) use {page::Audit, suggest::Suggested, timeline::Timeline};
