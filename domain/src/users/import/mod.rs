//! People from a file.
//!
//! A file is taken in whole or not at all (`file`, `upload`), and read again where people choose another encoding,
//! separator or header (`header`, `reread`); what its columns mean is guessed and confirmed (`guess`, `map`); each row is decided (`decide`) from what it says (`parse_row`) and how things stand (`existing_members`),
//! first all of them as a plan (`plan`), then again when they are carried out (`apply`): what has changed since is
//! decided anew. Carrying out goes through the verbs that people use, and notes what undoing needs (`undo`).

mod apply;
mod carry_out;
mod decide;
mod existing_members;
mod file;
mod group_names;
mod guess;
mod header;
mod links;
mod map;
mod parse_row;
mod plan;
mod rejected;
mod reread;
mod retention;
mod show;
mod task;
mod undo;
mod unmake;
mod upload;

pub use apply::apply;
pub use decide::{Change, Decision, Newcomer, TextChange};
pub use file::{MAX_FILE_BYTES, ParsedFile, file_problem, parse_file, read_file};
pub use links::{InvitationLink, InvitationLinks, invitation_links};
pub use map::{map, map_then};
pub use rejected::{RejectedRow, RejectedRows, rejected_rows};
pub use reread::reread;
pub(crate) use retention::erase_account;
pub use show::{Import, Item, Outcomes, Row, recent, show};
pub use task::{HeadRow, Task};
pub use undo::undo;
pub use upload::{may_upload, upload};

use crate::db::Tx;
use crate::queue::Job;
use crate::{Error, internal};
use model::jobs::JobState;
use model::permissions::Permission;

/// Rows that are carried out or undone in one transaction: so many that what each transaction asks first costs little, and
/// so few that others write in between.
const STEP: i64 = 1_000;
/// So few are carried out or undone while one waits.
const INLINE_LIMIT: i64 = 50;

/// One step of it; whether there may be more to do.
pub(crate) async fn step(job: &Job, tx: &mut Tx, state: JobState, position: &str) -> Result<bool, Error> {
    let membership = job.ctx.membership(tx, &job.slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    let task = Task::of(tx, job.id).await?;
    match state {
        JobState::Planning => plan::step(job, tx, membership, task, position).await,
        JobState::Running => apply::step(job, tx, membership, task, position).await,
        JobState::Undoing => undo::step(job, tx, membership, position).await,
        other => Err(internal("working at an import", format!("it is {}", other.name()))),
    }
}
