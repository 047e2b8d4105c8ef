//! A workspace's home, the list of one's workspaces, leaving.

#[cfg(feature = "hydrate")]
mod slug;

#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod home;
#[cfg(feature = "ssr")]
mod leave;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod name_and_address;
#[cfg(feature = "ssr")]
mod new;
#[cfg(feature = "ssr")]
mod settings;

#[cfg(feature = "hydrate")]
pub(crate) use slug::listen;
#[cfg(feature = "ssr")]
pub(crate) use {
    forms::{create_form, workspaces_form},
    home::Home,
    leave::{LeavePage, leave_form},
    list::Workspaces,
    name_and_address::NameAndAddress,
    new::NewWorkspacePage,
    settings::{
        AccessSettings, DeleteWorkspace, DomainSettings, Frame as SettingsFrame, GeneralSettings, LabSettings,
        NewWebhookPage, OwnershipSettings, Save, SecuritySettings, SignInSettings, WebhookDeliveryPage, WebhookPage,
        WebhooksPage, access_form, delete_form, domains_form, factors_form, general_form, lab_settings_form,
        new_webhook_form, replay_form, sign_in_settings_form, transfer_form, webhook_form,
    },
};
