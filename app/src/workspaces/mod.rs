//! A workspace's home, the list of one's workspaces, leaving.

mod home;
mod leave;
mod list;
mod name_and_address;
mod new;
mod settings;

#[cfg(feature = "ssr")]
mod forms;

#[cfg(feature = "ssr")]
pub(crate) use forms::{create_form, workspaces_form};
pub(crate) use home::Home;
pub(crate) use leave::LeavePage;
#[cfg(feature = "ssr")]
pub(crate) use leave::leave_form;
pub(crate) use list::Workspaces;
pub(crate) use name_and_address::NameAndAddress;
pub(crate) use new::NewWorkspacePage;
pub(crate) use settings::{
    AccessSettings, DeleteWorkspace, DomainSettings, Frame as SettingsFrame, GeneralSettings, LabSettings,
    NewWebhookPage, OwnershipSettings, Save, SecuritySettings, SignInSettings, WebhookDeliveryPage, WebhookPage,
    WebhooksPage,
};
#[cfg(feature = "ssr")]
pub(crate) use settings::{
    access_form, delete_form, domains_form, factors_form, general_form, lab_settings_form, new_webhook_form,
    replay_form, sign_in_settings_form, transfer_form, webhook_form,
};
