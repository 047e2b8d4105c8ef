//! What goes on in the background: long work, mails to deliver, and what time does by itself.
//!
//! A piece of long work (a bulk change, an import) is a row of `jobs` with a row of `job_rows` for each of its parts. A server
//! takes a lease on it and does it in steps, each a transaction that moves the work on and does that part: what is committed
//! is done and counted, what is not never was. A server that dies leaves a lease that runs out, and another goes on.

mod cancel;
mod lease;
mod notify;
mod progress;
mod queue;
mod step;
mod worker;

pub use cancel::cancel;
pub(crate) use progress::{JobRecord, SIZE, find_kind as find, problems, truncate_page};
pub use progress::{Problems, Progress, progress};
pub(crate) use queue::{NewJob, add};
pub(crate) use step::{Job, finish, pending_rows, problem_name, record, refusal, set_outcome, transition};
pub(crate) use worker::start;
pub use worker::{run, sweep, work};
