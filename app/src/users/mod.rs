//! The users of a workspace: list, panel, wizard.

mod list;
mod page;
mod panel;
mod serverfns;
mod toolbar;
mod wizard;

pub(crate) use page::{NoUser, UsersPage, use_slug};
pub(crate) use panel::UserPanel;
pub(crate) use wizard::WizardDialog;
#[cfg(feature = "ssr")]
pub(crate) use wizard::wizard_form;
