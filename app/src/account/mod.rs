//! User Settings: one account, all its workspaces.

pub(crate) mod dev;
mod frame;
mod notices;
mod picture;
mod profile;
#[cfg(feature = "ssr")]
mod profile_form;
mod security;
mod themes;
mod zone;

pub(crate) use dev::{CallsPage, NewTokenPage, TokenPage, TokensPage};
#[cfg(feature = "ssr")]
pub(crate) use dev::{new_token_form, token_form};
pub(crate) use frame::Frame;
#[cfg(feature = "ssr")]
pub(crate) use notices::notices_form;
pub(crate) use profile::ProfilePage;
#[cfg(feature = "ssr")]
pub(crate) use profile_form::profile_form;
pub(crate) use security::{CodesPage, DeleteAccount, FactorPage, NewPasskey, PasskeyPage, SecurityPage};
#[cfg(feature = "ssr")]
pub(crate) use security::{add_passkey_form, codes_form, delete_form, factor_form, passkey_form, security_form};
