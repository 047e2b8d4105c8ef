//! The queue of long work.
//!
//! A piece of long work (a bulk change, an import) is a row of `jobs` with a row of `job_rows` for each of its parts. A
//! server takes a lease on it and does it in steps, each a transaction that moves the work on and does that part: what
//! is committed is done and counted, what is not never was. A server that dies leaves a lease that runs out, and
//! another goes on.
//!
//! The queue knows no kind of work: [`crate::worker`] holds the handler of each.

mod add;
mod file;
mod lease;
mod notify;
mod outcomes;
mod retention;
mod step;
mod work;

pub(crate) use add::{NewJob, add};
pub(crate) use file::{delete_file, has_file, load_file, store_file};
pub(crate) use outcomes::{RowOutcome, set_outcomes};
pub(crate) use retention::{erase_account, erase_workspace, erase_workspace_rows, sweep};
pub(crate) use step::{Job, finish, pending_rows, position_of, record, transition};
pub(crate) use work::{StepFuture, start, work};
