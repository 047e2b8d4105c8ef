//! Signing in at an identity provider (OpenID Connect Core 1.0): providers of the installation and of workspaces.

mod address;
mod begin;
mod enter;
mod find;
mod finish;
mod groups;
mod link;
mod logout;
mod mine;
mod provider;
mod retention;
mod session;
mod test;
pub mod workspace;

pub use crate::identities::Identity;
pub use begin::{Purpose, SsoError, begin};
pub use find::provider_for;
pub use finish::{Callback, Finished, finish};
pub use logout::{back_channel_logout, sign_out};
pub use mine::{OwnProviders, confirming_provider, disconnect, is_connected, own_providers};
pub use provider::{Provider, SECRET_PURPOSE, offered};
pub(crate) use retention::sweep;
pub use session::ID_TOKEN_PURPOSE;
pub use test::CLAIMS_PURPOSE;
