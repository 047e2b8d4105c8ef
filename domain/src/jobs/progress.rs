//! How far long work has come.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, Seat};
use model::ids::JobId;
use model::jobs::{JobKind, JobState};
use uuid::Uuid;

/// Rows that could not be done are shown so many at a time.
const SIZE: i64 = 50;

#[derive(Clone, Debug)]
pub struct Progress {
    pub kind: JobKind,
    pub state: JobState,
    /// As the kind reads it.
    pub task: String,
    pub total: i64,
    pub done: i64,
    pub failed: i64,
    /// Why it failed as a whole.
    pub problem: Option<String>,
    pub created_at: Micros,
    pub finished_at: Option<Micros>,
    pub problems: Problems,
}

/// Parts that could not be done: number, whom it was about, why (`field:problem`).
#[derive(Clone, Debug, Default)]
pub struct Problems {
    pub rows: Vec<(i64, String, String)>,
    /// The number of the last one, if there are more.
    pub next: Option<i64>,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Found {
    pub account_id: Uuid,
    pub kind: String,
    pub task: String,
    pub state: String,
    pub total: i64,
    pub done: i64,
    pub failed: i64,
    pub problem: Option<String>,
    pub created_at: i64,
    pub finished_at: Option<i64>,
}

/// The work, if it is the actor's or the actor a super-user; otherwise it is not there.
pub(crate) async fn find(tx: &mut Tx, seat: &Seat, id: JobId) -> Result<Found, Error> {
    let row: Option<Found> = query(
        "SELECT account_id, kind, task, state, total, done, failed, problem, created_at, finished_at
         FROM jobs WHERE id = $1 AND workspace_id = $2",
    )
    .bind(id)
    .bind(seat.workspace)
    .optional(tx)
    .await?;
    row.filter(|row| seat.super_user || seat.account.is_some_and(|account| account.0 == row.account_id))
        .ok_or(Error::NotFound)
}

/// The same, of this kind.
pub(crate) async fn find_kind(tx: &mut Tx, seat: &Seat, id: JobId, kind: JobKind) -> Result<Found, Error> {
    let found = find(tx, seat, id).await?;
    if found.kind == kind.name() { Ok(found) } else { Err(Error::NotFound) }
}

/// How it stands, with the parts after `after` that could not be done.
pub async fn progress(ctx: &Context, slug: &str, id: JobId, after: Option<i64>) -> Result<Progress, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    let found = find(&mut tx, &seat, id).await?;
    let mut rows: Vec<(i64, String, String)> = query(
        "SELECT n, label, COALESCE(problem, '') FROM job_rows
         WHERE job_id = $1 AND outcome = 'refused' AND n > $2 ORDER BY n LIMIT $3",
    )
    .bind(id)
    .bind(after.unwrap_or(-1))
    .bind(SIZE + 1)
    .all(&mut tx)
    .await?;
    let more = rows.len() > usize::try_from(SIZE).unwrap_or_default();
    rows.truncate(usize::try_from(SIZE).unwrap_or_default());
    Ok(Progress {
        kind: JobKind::named(&found.kind).unwrap_or_default(),
        state: JobState::named(&found.state).unwrap_or_default(),
        task: found.task,
        total: found.total,
        done: found.done,
        failed: found.failed,
        problem: found.problem,
        created_at: found.created_at,
        finished_at: found.finished_at,
        problems: Problems { next: rows.last().filter(|_| more).map(|row| row.0), rows },
    })
}
