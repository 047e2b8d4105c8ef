//! Passkeys (WebAuthn Level 3): keys on people's devices that sign them in, alone or after the password.

mod add;
mod alone;
mod answer;
mod ask;
mod challenge;
mod confirm;
mod list;
mod party;
mod remove;
mod rename;
mod sign_in;

pub use add::add;
pub use alone::sign_in_alone;
pub(super) use answer::verify_assertion;
pub use ask::{ask, ask_to_add};
pub use challenge::Challenge;
pub use confirm::confirm_by_passkey;
pub use list::{Own, Passkey, own, sign_in_methods};
pub use party::available;
pub use remove::remove;
pub use rename::rename;
pub use sign_in::sign_in_by_passkey;

/// An account has no more of them than this.
pub const MAX_PASSKEYS: usize = 20;
