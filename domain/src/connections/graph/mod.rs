//! Microsoft: its authority, by OAuth 2.0, and its API, Microsoft Graph. What all services there share.

mod client;
mod microsoft;

pub(super) use client::{Ask, Graph};
pub(super) use microsoft::{MORE_SCOPES, identity, identity_address, provider, refused};
