//! The add-user wizard (seed 002, "Create User"): a dialog over the list, one step at a time.
//!
//! The step and the draft stand in the address; what has been entered is on the server. So it is the same with and
//! without WASM, and a page that is loaded anew goes on where it was.

mod dialog;
mod done;
mod steps;

#[cfg(feature = "ssr")]
mod form;

pub(crate) use dialog::WizardDialog;
#[cfg(feature = "ssr")]
pub(crate) use form::{view_of, wizard_form};
