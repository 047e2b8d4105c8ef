//! Personal access tokens: what programs act by in their owner's name. What one may do is read by
//! [`crate::Context::membership`] with every verb.

mod authenticate;
pub mod calls;
mod create;
mod current;
mod insert;
mod list;
mod retention;
mod revoke;
mod rotate;
mod secret;

pub use authenticate::{AuthenticatedToken, authenticate};
pub use create::create;
pub use current::{CurrentToken, current, revoke_current, rotate_current};
pub use insert::CreatedToken;
pub use list::{OwnToken, list};
pub(crate) use retention::{erase_account, erase_workspace, sweep};
pub use revoke::revoke;
pub(crate) use revoke::revoke_all;
pub use rotate::rotate;
pub use secret::TokenSecret;

/// An account has no more of them that work than this.
pub const MAX_TOKENS: usize = 100;
