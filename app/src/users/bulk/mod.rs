//! One action on many people: ticking them, the question, and how far it has come.

mod chosen;

#[cfg(feature = "ssr")]
mod bar;
#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
mod progress;
#[cfg(feature = "ssr")]
mod question;
#[cfg(feature = "ssr")]
mod serverfns;

#[cfg(feature = "ssr")]
pub(super) use bar::{BulkBar, CheckAll, FORM};
#[cfg(feature = "hydrate")]
pub(crate) use chosen::hydrate_chosen;
#[cfg(feature = "ssr")]
pub(crate) use {
    form::{bulk_form, cancel_form},
    progress::BulkPage,
    question::BulkQuestion,
};
