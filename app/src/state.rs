//! What every page knows of its reader: computed once by the server, handed to the browser with the page.

#[cfg(feature = "ssr")]
use leptos::prelude::*;
use model::accounts::Me;
use model::csv::CsvSeparator;
use model::imports::FileProblem;
use model::lab::Feature;
use model::merge::Difference;
#[cfg(feature = "ssr")]
use model::permissions::Permission;
use model::themes::ThemePreference;
use model::wizard::WizardView;
use model::workspaces::{Here, WorkspaceLink};
use model::{Error, FieldErrors, Harmless, Language, Texts};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
#[cfg(feature = "ssr")]
pub(crate) fn state() -> StoredValue<State> {
    use_context().unwrap_or_else(|| StoredValue::new(State::default()))
}

/// Whether the reader may, in this workspace.
#[cfg(feature = "ssr")]
pub(crate) fn may(permission: Permission) -> bool {
    state().with_value(|state| state.here.as_ref().is_some_and(|here| here.permissions.has(permission)))
}

/// Whether a feature of the Lab is on for the reader here. What is off is neither drawn nor fetched.
#[cfg(feature = "ssr")]
pub(crate) fn feature_is_on(feature: Feature) -> bool {
    state().with_value(|state| state.features.contains(&feature))
}

/// The reader's texts; in the browser those that islands say.
pub(crate) fn texts() -> Texts {
    #[cfg(feature = "ssr")]
    return state().with_value(|state| state.language.texts().with_mail(state.mail));
    #[cfg(not(feature = "ssr"))]
    known().language.texts()
}

/// What the islands of a page know of its reader: the page says it (`data-known`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Known {
    pub language: Language,
    pub theme_preference: ThemePreference,
    pub is_signed_in: bool,
    pub here: Option<Here>,
    /// Where the palette is on.
    pub workspaces: Vec<WorkspaceLink>,
}

#[cfg(feature = "ssr")]
impl Known {
    pub(crate) fn of(state: &State) -> Self {
        let has_palette = state.features.contains(&Feature::CommandPalette);
        Self {
            language: state.language,
            theme_preference: state.theme_preference.clone(),
            is_signed_in: state.me.is_some(),
            here: state.here.clone(),
            workspaces: if has_palette { state.workspaces.clone() } else { Vec::new() },
        }
    }
}

/// What this page says of its reader.
#[cfg(feature = "ssr")]
pub(crate) fn known() -> Known {
    state().with_value(Known::of)
}

#[cfg(not(feature = "ssr"))]
pub(crate) use browser::known;

#[cfg(not(feature = "ssr"))]
mod browser {
    use super::Known;
    use std::cell::RefCell;

    thread_local! { static READ: RefCell<(String, Known)> = RefCell::default(); }

    /// What this page says of its reader; read once a page.
    #[cfg(feature = "hydrate")]
    pub(crate) fn known() -> Known {
        let said = leptos::prelude::document().body().and_then(|body| body.get_attribute("data-known"));
        let said = said.unwrap_or_default();
        READ.with_borrow_mut(|(read, known)| {
            if *read != said {
                *known = serde_json::from_str(&said).unwrap_or_default();
                *read = said;
            }
            known.clone()
        })
    }

    #[cfg(not(feature = "hydrate"))]
    pub(crate) fn known() -> Known {
        READ.with_borrow(|(_, known)| known.clone())
    }
}
