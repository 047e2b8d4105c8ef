//! A password control, the hint of how strong what is typed in it is, and whose it is.

mod strength;

#[cfg(feature = "hydrate")]
mod typing;

#[cfg(feature = "ssr")]
mod field;
#[cfg(feature = "ssr")]
mod username;

#[cfg(feature = "hydrate")]
pub(crate) use typing::listen;
#[cfg(feature = "ssr")]
pub(crate) use {field::PasswordField, username::Username};
