//! What stands around every page of someone who is signed in: top bar, side bar; and the switches for theme and
//! language.

mod theme_preference;

#[cfg(feature = "ssr")]
mod frame;
#[cfg(feature = "ssr")]
mod language;
#[cfg(feature = "ssr")]
mod sidebar;
#[cfg(feature = "ssr")]
mod topbar;

#[cfg(feature = "hydrate")]
pub(crate) use theme_preference::{ThemeSwitch, preview_theme};
#[cfg(feature = "ssr")]
pub(crate) use {
    frame::Shell,
    language::{LanguageChoice, LanguageMenu, language_form},
    theme_preference::{ThemeSwitchIsland, theme_form},
};
