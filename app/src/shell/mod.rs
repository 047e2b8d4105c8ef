//! What stands around every page of someone who is signed in: top bar, side bar; and the switches for theme and
//! language.

mod frame;
mod language;
mod sidebar;
mod theme_preference;
mod topbar;

pub(crate) use frame::Shell;
pub(crate) use language::{LanguageChoice, LanguageMenu};
pub(crate) use theme_preference::{ThemeSwitch, preview_theme};

#[cfg(feature = "ssr")]
pub(crate) use {language::language_form, theme_preference::theme_form};
