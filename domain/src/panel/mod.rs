//! One's own account, for all workspaces.

mod preferences;
mod profile;
mod time_zones;

pub use preferences::{Preferences, set_language, set_look};
pub use profile::{Profile, profile, save};
pub use time_zones::time_zones;
