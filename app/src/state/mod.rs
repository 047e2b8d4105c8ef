//! What every page knows of its reader: computed once by the server, which says a part of it to the page's scripts.

mod known;
#[cfg(feature = "ssr")]
mod page;

pub use known::Known;
pub(crate) use known::{known, texts};
#[cfg(feature = "ssr")]
pub use page::{Posted, State};
#[cfg(feature = "ssr")]
pub(crate) use page::{feature_is_on, may, state};
