//! `/settings/lab`: features that are still tested, each with its toggle.

mod card;
#[cfg(feature = "ssr")]
mod forms;
mod page;

#[cfg(feature = "ssr")]
pub(crate) use forms::lab_form;
pub(crate) use page::LabPage;
