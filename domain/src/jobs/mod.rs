//! Long work as people see it: how far it has come, and stopping it. What does it is [`crate::queue`].

mod cancel;
mod progress;

pub use cancel::cancel;
pub(crate) use progress::{JobRecord, SIZE, find_kind as find, problems, truncate_page};
pub use progress::{Problems, Progress, RefusedRow, progress};
