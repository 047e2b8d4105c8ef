//! `/w/{slug}/settings/webhooks`: where a workspace's events are sent, and what was sent.

mod delivery;
mod fields;
#[cfg(feature = "ssr")]
mod forms;
mod list;
mod log;
mod manage;
mod new;
mod secret;
mod serverfns;

pub(crate) use delivery::WebhookDeliveryPage;
#[cfg(feature = "ssr")]
pub(crate) use forms::{new_webhook_form, replay_form, webhook_form};
pub(crate) use list::WebhooksPage;
pub(crate) use manage::WebhookPage;
pub(crate) use new::NewWebhookPage;
