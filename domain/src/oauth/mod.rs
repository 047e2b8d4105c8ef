//! OAuth 2.0 and OpenID Connect, as their client: what signing in at a provider and connections to other services
//! share. Every request goes through `egress`, within limits, and follows no redirect.

mod attempt;
mod authorize;
mod call;
mod call_limits;
mod discovery;
mod failure;
mod fetch;
mod id_token;
mod keys;
mod logout_token;
mod signature;
mod token;

pub(crate) use attempt::open_attempt;
pub use attempt::{ATTEMPT_TTL, Begun, attempt_id};
pub(crate) use authorize::{Pkce, authorization_url, random_text};
pub(crate) use call::{Call, CallFailure, Reply, call};
pub(crate) use call_limits::CallLimits;
pub(crate) use discovery::Metadata;
pub use discovery::Providers;
pub use failure::Failure;
pub(crate) use failure::Refusal;
pub(crate) use fetch::{get_json, post_form};
pub(crate) use id_token::{Claims, Expected, texts, verify};
pub(crate) use logout_token::{LogoutToken, verify_logout};
pub(crate) use token::{Client, Grant, TokenAnswer, request_token};
