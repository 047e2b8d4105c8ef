//! Signing in at an identity provider (OpenID Connect Core 1.0): providers of the installation and of workspaces.

mod begin;
mod provider;

pub use begin::{Begun, Purpose, SsoError, attempt_id, begin};
pub use provider::{Provider, SECRET_PURPOSE, offered};
