//! Connections of one's own account with services of others: the tab of User Settings, and what comes of them elsewhere.

mod card;
#[cfg(feature = "ssr")]
mod forms;
mod page;
#[cfg(feature = "ssr")]
mod present;

#[cfg(feature = "ssr")]
pub(crate) use forms::integrations_form;
pub(crate) use page::IntegrationsPage;
