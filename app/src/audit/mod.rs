//! What has happened, in sentences: a time line, and the audit of a workspace.

mod event;
mod filters;
mod page;
mod serverfn;
mod timeline;

#[cfg(feature = "ssr")]
mod changes;
#[cfg(feature = "ssr")]
mod present;
#[cfg(feature = "ssr")]
mod table;

pub(crate) use page::Audit;
#[cfg(feature = "ssr")]
pub use table::AuditTable;
pub(crate) use timeline::Timeline;
