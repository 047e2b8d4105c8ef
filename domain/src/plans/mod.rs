//! Plans: how many people, tokens and webhooks a workspace may have. The operator declares them in `roster.toml` and
//! gives them to workspaces; `docs/plans.md` says what is counted.

mod assign;
mod limits;
mod usage;

pub use assign::{Assigned, assign, assigned};
pub(crate) use limits::room_now;
pub use limits::{Room, plan_of, room};
pub(crate) use usage::people;
pub use usage::{seats, usage};
