//! What the steps of all kinds of work share.

use super::outcomes::{RowOutcome, set_outcomes};
use crate::db::{Tx, query};
use crate::{Context, Error, stored};
use model::Refusal;
use model::ids::{JobId, MemberId};
use model::jobs::{JobKind, JobState};
use uuid::Uuid;

/// A piece of work that this server is at.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub id: JobId,
    pub lease: Uuid,
    pub slug: String,
    pub kind: JobKind,
    pub task: String,
    /// Whoever started it.
    pub ctx: Context,
}

/// A part that is still to be done.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct PendingRow {
    pub n: i64,
    pub subject_id: Option<Uuid>,
}

impl PendingRow {
    pub(crate) fn member(&self) -> Option<MemberId> {
        self.subject_id.map(MemberId)
    }
}

/// Where a step begins: where the last one ended, or at first here.
pub(crate) fn position_of<T: std::str::FromStr>(position: &str, first: T) -> Result<T, Error> {
    if position.is_empty() { Ok(first) } else { stored::parsed(position, "how far work has come") }
}

/// The next parts without an outcome, in order.
pub(crate) async fn pending_rows(tx: &mut Tx, job: JobId, after: i64, most: i64) -> Result<Vec<PendingRow>, Error> {
    Ok(query(
        "SELECT n, subject_id FROM job_rows
         WHERE job_id = $1 AND n > $2 AND outcome IS NULL ORDER BY n LIMIT $3",
    )
    .bind(job)
    .bind(after)
    .bind(most)
    .all(tx)
    .await?)
}

/// Notes what came of a part. A refusal is an outcome; a failure of ours ends the step, to be tried again.
pub(crate) async fn record(
    tx: &mut Tx,
    job: JobId,
    n: i64,
    result: Result<Option<String>, Error>,
) -> Result<bool, Error> {
    let result = match result {
        Ok(undo) => Ok(undo),
        Err(error) => Err(Refusal::from_error(error)?),
    };
    let is_done = result.is_ok();
    set_outcomes(tx, job, vec![RowOutcome::of(n, result)?]).await?;
    Ok(is_done)
}

/// Moves the counts on.
pub(crate) async fn finish(tx: &mut Tx, job: JobId, position: &str, done: i64, failed: i64) -> Result<(), Error> {
    query("UPDATE jobs SET position = $2, done = done + $3, failed = failed + $4 WHERE id = $1")
        .bind(job)
        .bind(position)
        .bind(done)
        .bind(failed)
        .run(tx)
        .await?;
    Ok(())
}

/// On to another state, from the beginning of it.
pub(crate) async fn transition(ctx: &Context, tx: &mut Tx, job: JobId, state: JobState) -> Result<(), Error> {
    query("UPDATE jobs SET state = $2, position = '', finished_at = $3 WHERE id = $1")
        .bind(job)
        .bind(state.name())
        .bind((!state.is_at_work()).then(|| ctx.now()))
        .run(tx)
        .await?;
    if !super::file::is_kept_in(state) {
        super::file::delete_file(tx, job).await?;
    }
    if matches!(state, JobState::Done | JobState::Undone) {
        super::notify::notify(ctx, tx, job).await?;
    }
    Ok(())
}
