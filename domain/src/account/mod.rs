//! One's own account, for all workspaces.

mod changes;
mod data;
mod delete;
mod me;
mod notices;
mod phone_country;
mod preferences;
mod profile;
mod security;
mod time_zones;

pub use changes::changes;
pub use data::data;
pub use delete::{ask_deletion, delete_due, keep_account};
pub use me::{Acting, me};
pub use notices::{notices, set_notices};
pub use phone_country::phone_country;
pub use preferences::{set_language, set_theme};
pub use profile::{Profile, profile, save};
pub use security::{OwnSession, Security, security};
pub use time_zones::time_zones;
