//! One action on many people: ticking them, the question, and how far it has come.

mod bar;
mod progress;
mod question;
mod serverfns;

#[cfg(feature = "ssr")]
mod form;

pub(super) use bar::{BulkBar, CheckAll, FORM};
#[cfg(feature = "ssr")]
pub(crate) use form::{bulk_form, cancel_form};
pub(crate) use progress::BulkPage;
pub(crate) use question::BulkQuestion;
