//! Microsoft: its authority, by OAuth 2.0, and its API, Microsoft Graph. What all services there share.

mod client;
mod microsoft;
mod outlook;

pub(super) use client::{Ask, Graph};
pub(super) use outlook::{OUTLOOK_CALENDAR, OUTLOOK_MAIL};
