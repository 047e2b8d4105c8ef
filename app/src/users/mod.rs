//! The users of a workspace: list, panel, wizard, and what is done to many.

mod bulk;
mod details_panel;
mod done;
mod edit;
mod focus;
mod import;
mod job_progress;
mod list;
mod onboarding;
mod page;
mod password;
mod person_menu;
mod remove;
mod row;
mod rows;
mod selection;
mod serverfns;
mod toolbar;
mod tools;
mod wizard;

#[cfg(feature = "ssr")]
mod edit_form;
#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod onboarding_form;
#[cfg(feature = "ssr")]
mod table;

pub(crate) use bulk::{BulkPage, BulkQuestion};
pub(crate) use details_panel::UserPanel;
pub(crate) use edit::EditPanel;
pub(crate) use import::{ImportPage, ImportsPage};
#[cfg(feature = "ssr")]
pub use import::{LinksTable, RejectedTable, SampleTable};
pub(crate) use onboarding::OnboardingPage;
pub(crate) use page::{NoUser, UsersPage};
pub(crate) use password::PasswordPage;
pub(crate) use remove::RemovePage;
pub(crate) use serverfns::list_users;
#[cfg(feature = "ssr")]
pub use table::UsersTable;
pub(crate) use wizard::WizardDialog;
#[cfg(feature = "ssr")]
pub(crate) use {
    bulk::{bulk_form, cancel_form},
    edit_form::edit_form,
    forms::{act_form, list_preferences_form, password_form, remove_form, views_form},
    import::import_form,
    onboarding_form::onboarding_form,
    wizard::wizard_form,
};
