//! The audit as people read it: filters, pages, a file.

mod export;
mod filter;
mod page;

pub use export::{Export, export};
pub use page::{AuditEntries, Recorded, list, page};
