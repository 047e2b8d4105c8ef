//! Access tokens: what programs act by, in their owner's name or as a workspace's own. What one may do is read by
//! [`crate::Context::membership`] with every verb.

mod allowed;
mod authenticate;
pub mod calls;
mod create;
mod current;
mod insert;
mod leaked;
mod list;
mod networks;
mod owner;
mod retention;
mod revoke;
mod rotate;
mod secret;
mod warn;
pub mod workspace;

pub use authenticate::{AuthenticatedToken, authenticate};
pub use create::create;
pub use current::{CurrentToken, current, revoke_current, rotate_current};
pub use insert::CreatedToken;
pub use leaked::{Leak, revoke_leaked};
pub use list::{OwnToken, list};
pub(crate) use retention::{erase_account, erase_workspace, sweep};
pub use revoke::revoke;
pub(crate) use revoke::revoke_all;
pub use rotate::rotate;
pub use secret::TokenSecret;
pub use warn::warn_of_expiry;

/// Neither an account nor a workspace has more of them that work than this.
pub const MAX_TOKENS: usize = 100;
