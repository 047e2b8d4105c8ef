//! What goes on in the background: long work, mails to deliver, and what time does by itself.
//!
//! A piece of long work (a bulk change, an import) is a row of `jobs` with a row of `job_rows` for each of its parts. A server
//! takes a lease on it and does it in steps, each a transaction that moves the work on and does that part: what is committed
//! is done and counted, what is not never was. A server that dies leaves a lease that runs out, and another goes on.

mod cancel;
mod lease;
mod progress;
mod queue;
mod step;
mod tell;
mod worker;

pub use cancel::cancel;
pub(crate) use progress::{Found, SIZE, cut, find_kind as find, problems};
pub use progress::{Problems, Progress, progress};
pub(crate) use queue::{NewJob, add};
pub(crate) use step::{Job, finish, note, problem_name, record, refusal, rows_to_do, to_state};
pub(crate) use worker::begin;
pub use worker::{run, sweep, work};
