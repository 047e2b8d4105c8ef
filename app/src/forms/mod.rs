//! Forms that work before WASM is there, and get better with it.
//!
//! A form is posted to the page's own address. Without WASM the server answers with a redirect, or with the same page
//! showing what was typed and what is wrong. With WASM the same fields go through the server function [`submit`], and
//! the page changes in place. Both end in [`crate::dispatch`]: docs/adr/0002-forms.md.

mod conflict;
mod form;
mod submit;
mod unsaved;

#[cfg(feature = "ssr")]
mod answer;
#[cfg(feature = "ssr")]
mod keep;
#[cfg(feature = "ssr")]
mod merge;

pub(crate) use conflict::Merged;
#[cfg(feature = "hydrate")]
pub(crate) use form::load;
pub(crate) use form::{AnyProblem, Form, FormProblem, FormState};
#[cfg(feature = "ssr")]
pub(crate) use keep::keep;
#[cfg(feature = "ssr")]
pub(crate) use merge::{question, save_or_ask};
pub use submit::Outcome;
pub(crate) use submit::submit;
pub(crate) use unsaved::Leave;
#[cfg(feature = "ssr")]
pub use {
    answer::{Answer, Dispatch},
    keep::{KeptForm, kept},
};
