//! Second factors: an authenticator app, and recovery codes for whoever has lost it. Passkeys are the other kind:
//! [`super::passkeys`].

mod codes;
mod enter;
mod judge;
mod lock;
mod renew;
mod required;
mod set_up;
mod show;
mod totp;
mod turn_off;

pub(crate) use codes::PURPOSE as CODE_PURPOSE;
pub use enter::{Shown, enter};
pub(super) use judge::notify;
pub(crate) use lock::take_away;
pub(super) use lock::{first_codes, has, lock, own_email};
pub use renew::renew;
pub(super) use required::give_up;
pub use set_up::{begin, enable};
pub use show::{Factor, SetUp, factor};
pub(crate) use totp::PURPOSE as SECRET_PURPOSE;
pub use turn_off::turn_off;
