//! Second factors: an authenticator app, and recovery codes for whoever has lost it.

mod codes;
mod enter;
mod judge;
mod renew;
mod required;
mod set_up;
mod show;
mod totp;
mod turn_off;

pub use enter::enter;
pub use renew::renew;
pub(crate) use required::due_sql;
pub use set_up::{begin, enable};
pub use show::{Factor, SetUp, factor};
pub(crate) use turn_off::take_away;
pub use turn_off::turn_off;
