//! Forms that work before WASM is there, and get better with it.
//!
//! A form is posted to the page's own address. Without WASM the server answers with a redirect, or with the same page
//! showing what was typed and what is wrong. With WASM the same fields are posted the same way, and what the server
//! answers is put in place ([`crate::visit`]). Both end in [`crate::dispatch`]: docs/adr/0002-forms.md.

#[cfg(feature = "hydrate")]
mod leaving;

#[cfg(feature = "ssr")]
mod answer;
#[cfg(feature = "ssr")]
mod conflict;
#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
mod keep;
#[cfg(feature = "ssr")]
mod merge;
#[cfg(feature = "ssr")]
mod submit;
#[cfg(feature = "ssr")]
mod unsaved;

#[cfg(feature = "hydrate")]
pub(crate) use leaving::listen;
#[cfg(feature = "ssr")]
pub use {
    answer::{Answer, Dispatch},
    keep::{KeptForm, kept},
    submit::Outcome,
};
#[cfg(feature = "ssr")]
pub(crate) use {
    conflict::Merged,
    form::{AnyProblem, Form, FormProblem, FormState},
    keep::keep,
    merge::{question, save_or_ask},
    unsaved::Leave,
};
