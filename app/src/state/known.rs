//! What a page says of its reader to its scripts.

#[cfg(feature = "ssr")]
use super::{State, state};
#[cfg(feature = "ssr")]
use leptos::prelude::WithValue;
use model::themes::ThemePreference;
use model::workspaces::{Here, WorkspaceLink};
use model::{Language, Texts};
use serde::{Deserialize, Serialize};

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
        let has_palette = state.features.contains(&model::lab::Feature::CommandPalette);
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
