//! People from a file: uploading it, what its columns mean, the plan, how far it has come.

mod mapping;
mod page;
mod plan;
mod reading;
mod report;
mod serverfns;
mod start;

#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
mod present;
#[cfg(feature = "ssr")]
mod tables;

#[cfg(feature = "ssr")]
pub(crate) use form::import_form;
pub(crate) use page::ImportPage;
pub(crate) use start::ImportsPage;
#[cfg(feature = "ssr")]
pub use tables::{LinksTable, RejectedTable, SampleTable};
