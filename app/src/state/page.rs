//! What the server knows when it renders a page.

use leptos::prelude::*;
use model::accounts::Me;
use model::csv::CsvSeparator;
use model::imports::FileProblem;
use model::lab::Feature;
use model::merge::Difference;
use model::permissions::Permission;
use model::themes::ThemePreference;
use model::wizard::WizardView;
use model::workspaces::{Here, WorkspaceLink};
use model::{Error, FieldErrors, Harmless, Language};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
pub struct State {
    pub language: Language,
    pub theme_preference: ThemePreference,
    /// What splits the columns of a CSV, until another is asked for.
    pub csv_separator: CsvSeparator,
    pub me: Option<Me>,
    pub workspaces: Vec<WorkspaceLink>,
    pub here: Option<Here>,
    /// Features of the Lab that are on for the reader here.
    pub features: Vec<Feature>,
    /// Something has happened to a feature that they had on.
    pub lab_news: bool,
    /// The page can't be shown, for this reason.
    pub problem: Option<Error>,
    /// Where a second factor is set up, if that is what is missing.
    pub factor_at: Option<String>,
    /// What to quote when asking for help; shown on errors alone.
    pub request_id: String,
    /// A form that came back.
    pub posted: Option<Posted>,
    /// What credits are called.
    pub credit_name: String,
    /// Mails can leave; otherwise links are to be copied.
    pub mail: bool,
    /// Outlook can be connected.
    pub outlook: bool,
    /// There can be passkeys.
    pub passkeys: bool,
    /// The shortest password taken, in characters.
    pub password_min: u32,
}

/// A form that was not taken, or not finished: what to show again and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Posted {
    /// The path it was posted to.
    pub path: String,
    /// What was typed, but for secrets.
    pub values: Harmless,
    pub errors: FieldErrors,
    /// A failure of the whole.
    pub failure: Option<Error>,
    /// The wizard's step, where the answer can only be shown once.
    pub wizard: Option<WizardView>,
    /// The file that can't be taken.
    pub file: Option<FileProblem>,
    /// What can only be shown once: recovery codes, or the secret of a token and how it is sent.
    pub codes: Vec<String>,
    /// What someone else has changed as well.
    pub conflict: Vec<Difference>,
}

/// The page's state; read anywhere below [`crate::App`].
pub(crate) fn state() -> StoredValue<State> {
    use_context().unwrap_or_else(|| StoredValue::new(State::default()))
}

/// Whether the reader may, in this workspace.
pub(crate) fn may(permission: Permission) -> bool {
    state().with_value(|state| state.here.as_ref().is_some_and(|here| here.permissions.has(permission)))
}

/// Whether a feature of the Lab is on for the reader here. What is off is neither drawn nor fetched.
pub(crate) fn feature_is_on(feature: Feature) -> bool {
    state().with_value(|state| state.features.contains(&feature))
}
