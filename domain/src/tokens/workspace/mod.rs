//! Tokens of a workspace's own, which outlast whoever made them, and its rules for all that reach it.

mod create;
mod list;
mod revoke;
mod rotate;
mod rules;

pub use create::create;
pub use list::{ReachingToken, ReachingTokens, list, show};
pub use revoke::revoke;
pub use rotate::rotate;
pub use rules::{rules, set_rules};
