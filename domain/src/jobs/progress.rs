//! How far long work has come.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, Membership, stored};
use model::Refusal;
use model::ids::JobId;
use model::jobs::{JobKind, JobState};
use uuid::Uuid;

/// Rows that could not be done are shown so many at a time.
pub(crate) const SIZE: i64 = 50;

/// Long work, as its page shows it.
#[derive(Clone, Debug)]
pub struct Progress {
    /// What it does.
    pub kind: JobKind,
    /// Whether it waits, runs or has ended.
    pub state: JobState,
    /// As the kind reads it.
    pub task: String,
    /// Parts that there are, as far as they are known by now.
    pub total: i64,
    /// Parts that were done.
    pub done: i64,
    /// Parts that could not be done.
    pub failed: i64,
    /// A page of the latter.
    pub problems: Problems,
}

/// Parts that could not be done.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    /// A page of them, by their numbers.
    pub rows: Vec<RefusedRow>,
    /// The number of the last one, if there are more.
    pub next: Option<i64>,
}

/// A part that could not be done.
#[derive(Clone, Debug)]
pub struct RefusedRow {
    /// Its number: of a file the line, otherwise counted from 0.
    pub n: i64,
    /// Whom it was about.
    pub label: String,
    /// Why.
    pub refusal: Refusal,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct JobRecord {
    pub account_id: Uuid,
    pub kind: String,
    pub task: String,
    pub state: String,
    pub total: i64,
    pub done: i64,
    pub failed: i64,
    pub created_at: Micros,
    pub finished_at: Option<Micros>,
}

impl JobRecord {
    pub(crate) fn kind(&self) -> Result<JobKind, Error> {
        stored::named(&self.kind, JobKind::named, "a kind of work")
    }

    pub(crate) fn state(&self) -> Result<JobState, Error> {
        stored::named(&self.state, JobState::named, "a state of work")
    }
}

/// The work, if it is the actor's or the actor a super-user; otherwise it is not there.
pub(crate) async fn find(tx: &mut Tx, membership: &Membership, id: JobId) -> Result<JobRecord, Error> {
    let row: Option<JobRecord> = query(
        "SELECT account_id, kind, task, state, total, done, failed, created_at, finished_at
         FROM jobs WHERE id = $1 AND workspace_id = $2",
    )
    .bind(id)
    .bind(membership.workspace)
    .optional(tx)
    .await?;
    row.filter(|row| membership.super_user || membership.account.is_some_and(|account| account.0 == row.account_id))
        .ok_or(Error::NotFound)
}

/// The same, of this kind.
pub(crate) async fn find_kind(
    tx: &mut Tx,
    membership: &Membership,
    id: JobId,
    kind: JobKind,
) -> Result<JobRecord, Error> {
    let found = find(tx, membership, id).await?;
    if found.kind == kind.name() { Ok(found) } else { Err(Error::NotFound) }
}

/// How it stands, with the parts after `after` that could not be done.
pub async fn progress(ctx: &Context, slug: &str, id: JobId, after: Option<i64>) -> Result<Progress, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let found = find(&mut tx, &membership, id).await?;
    Ok(Progress {
        kind: found.kind()?,
        state: found.state()?,
        task: found.task,
        total: found.total,
        done: found.done,
        failed: found.failed,
        problems: problems(&mut tx, id, "refused", after).await?,
    })
}

/// The parts with this outcome, after the one with this number.
pub(crate) async fn problems(tx: &mut Tx, id: JobId, outcome: &str, after: Option<i64>) -> Result<Problems, Error> {
    let mut rows: Vec<(i64, String, String)> = query(
        "SELECT n, label, problem FROM job_rows
         WHERE job_id = $1 AND outcome = $2 AND n > $3 ORDER BY n LIMIT $4",
    )
    .bind(id)
    .bind(outcome)
    .bind(after.unwrap_or(-1))
    .bind(SIZE + 1)
    .all(tx)
    .await?;
    let next = truncate_page(&mut rows).map(|row| row.0);
    let refused = |(n, label, refusal): (i64, String, String)| {
        Ok(RefusedRow { n, label, refusal: stored::read(&refusal, "a refusal")? })
    };
    Ok(Problems { rows: rows.into_iter().map(refused).collect::<Result<_, Error>>()?, next })
}

/// Leaves a page; answers its last row where there are more.
pub(crate) fn truncate_page<T: Clone>(found: &mut Vec<T>) -> Option<T> {
    let size = usize::try_from(SIZE).unwrap_or_default();
    let more = found.len() > size;
    found.truncate(size);
    found.last().filter(|_| more).cloned()
}
