//! One's own account, for all workspaces.

mod changes;
mod notices;
mod preferences;
mod profile;

pub use changes::changes;
pub use notices::{notices, set_notices};
pub use preferences::{Preferences, set_language, set_look};
pub use profile::{Profile, profile, save};
