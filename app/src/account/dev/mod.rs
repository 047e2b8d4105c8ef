//! `/settings/dev`: what engineers need to let programs in.

mod calls;
#[cfg(feature = "ssr")]
mod forms;
mod list;
mod manage;
mod new;
#[cfg(feature = "ssr")]
mod present;
mod scopes;
mod secret;

pub(crate) use calls::{CallsFilter, CallsList, CallsPage};
#[cfg(feature = "ssr")]
pub(crate) use forms::{new_token_form, secret_answer, token_form};
pub(crate) use list::{EndSoon, Facts, TokensPage};
pub(crate) use manage::{Revoke, Rotate, TokenPage};
pub(crate) use new::{Lifetime, NetworksField, NewTokenPage, Scopes, lifetimes, typed};
pub(crate) use secret::{Secret, use_secret};
