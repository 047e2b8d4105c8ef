//! The users of a workspace: list, panel, wizard, and what is done to many.

mod bulk;

#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod menu_templates;

#[cfg(feature = "hydrate")]
mod focus;
#[cfg(feature = "hydrate")]
mod menus;
#[cfg(feature = "hydrate")]
mod rows;
#[cfg(feature = "hydrate")]
mod search;
#[cfg(feature = "hydrate")]
mod selection;

#[cfg(feature = "ssr")]
mod addresses;
#[cfg(feature = "ssr")]
mod details_panel;
#[cfg(feature = "ssr")]
mod done;
#[cfg(feature = "ssr")]
mod edit;
#[cfg(feature = "ssr")]
mod edit_form;
#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod import;
#[cfg(feature = "ssr")]
mod job_progress;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod onboarding;
#[cfg(feature = "ssr")]
mod onboarding_form;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod password;
#[cfg(feature = "ssr")]
mod person_menu;
#[cfg(feature = "ssr")]
mod remove;
#[cfg(feature = "ssr")]
mod row;
#[cfg(feature = "ssr")]
mod serverfns;
#[cfg(feature = "ssr")]
mod table;
#[cfg(feature = "ssr")]
mod toolbar;
#[cfg(feature = "ssr")]
mod tools;
#[cfg(feature = "ssr")]
mod wizard;

#[cfg(feature = "hydrate")]
pub(crate) use bulk::hydrate_chosen;
#[cfg(feature = "ssr")]
pub use import::{LinksTable, RejectedTable, SampleTable};
#[cfg(feature = "ssr")]
pub use table::UsersTable;
#[cfg(feature = "ssr")]
pub(crate) use {
    bulk::{BulkPage, BulkQuestion, bulk_form, cancel_form},
    details_panel::UserPanel,
    edit::EditPanel,
    edit_form::edit_form,
    forms::{act_form, list_preferences_form, password_form, remove_form, views_form},
    import::{ImportPage, ImportsPage, import_form},
    onboarding::OnboardingPage,
    onboarding_form::onboarding_form,
    page::{NoUser, UsersPage},
    password::PasswordPage,
    remove::RemovePage,
    serverfns::list_users,
    wizard::{WizardDialog, wizard_form},
};

/// Hears what the list does.
#[cfg(feature = "hydrate")]
pub(crate) fn listen() {
    selection::listen();
    menus::listen();
    rows::listen();
    search::listen();
    focus::listen();
}
