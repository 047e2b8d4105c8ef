//! `/w/{slug}/settings/tokens`: every token that reaches the workspace, its rules for them, and tokens of its own. The
//! parts are those of `account/dev`.

mod calls;
#[cfg(feature = "ssr")]
mod forms;
mod list;
mod manage;
mod new;
mod rules;
mod serverfns;

pub(crate) use calls::WorkspaceCallsPage;
#[cfg(feature = "ssr")]
pub(crate) use forms::{create_form, rules_form, token_form};
pub(crate) use list::WorkspaceTokensPage;
pub(crate) use manage::WorkspaceTokenPage;
pub(crate) use new::NewWorkspaceTokenPage;
