//! What stands around every page of someone who is signed in: top bar, side bar; and the switches for theme and language.

mod frame;
mod language;
mod look;
mod sidebar;
mod topbar;

pub(crate) use frame::Shell;
pub(crate) use language::{LanguageChoice, LanguageMenu};
pub(crate) use look::{ThemeSwitch, preview_look};

#[cfg(feature = "ssr")]
pub(crate) use {language::language_form, look::look_form};
