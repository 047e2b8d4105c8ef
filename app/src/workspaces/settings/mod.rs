//! A workspace's settings, in tabs: general, access, security, domains, sign-in, webhooks, tokens (`workspace_tokens`), Lab,
//! ownership.

mod access;
mod delete;
mod domains;
mod factors;
mod frame;
mod general;
mod lab;
mod ownership;
mod picture;
mod serverfns;
mod sign_in;
mod webhooks;

#[cfg(feature = "ssr")]
mod forms;

pub(crate) use access::AccessSettings;
pub(crate) use delete::DeleteWorkspace;
pub(crate) use domains::DomainSettings;
pub(crate) use factors::SecuritySettings;
#[cfg(feature = "ssr")]
pub(crate) use forms::{access_form, delete_form, domains_form, factors_form, general_form, transfer_form};
pub(crate) use frame::{Frame, Save};
pub(crate) use general::GeneralSettings;
pub(crate) use lab::LabSettings;
#[cfg(feature = "ssr")]
pub(crate) use lab::lab_settings_form;
pub(crate) use ownership::OwnershipSettings;
pub(crate) use sign_in::SignInSettings;
#[cfg(feature = "ssr")]
pub(crate) use sign_in::sign_in_settings_form;
pub(crate) use webhooks::{NewWebhookPage, WebhookDeliveryPage, WebhookPage, WebhooksPage};
#[cfg(feature = "ssr")]
pub(crate) use webhooks::{new_webhook_form, replay_form, webhook_form};
