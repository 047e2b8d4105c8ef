//! `/settings/dev`: what engineers need to let programs in.

mod calls;
#[cfg(feature = "ssr")]
mod forms;
mod list;
mod manage;
mod new;
mod scopes;
mod secret;

pub(crate) use calls::CallsPage;
#[cfg(feature = "ssr")]
pub(crate) use forms::{new_token_form, token_form};
pub(crate) use list::TokensPage;
pub(crate) use manage::TokenPage;
pub(crate) use new::NewTokenPage;
