//! One's own account, for all workspaces.

mod preferences;
mod profile;

pub use preferences::{Preferences, set_language, set_look};
pub use profile::{Profile, profile, save};
