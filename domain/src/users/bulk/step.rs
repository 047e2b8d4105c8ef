//! The work itself, a piece at a time.

use super::Task;
use crate::db::{Rows, Tx, query};
use crate::queue::{self, Job};
use crate::users::act::act_in;
use crate::users::scan::UserScan;
use crate::{Error, Membership};
use model::jobs::JobState;
use model::permissions::Permission;
use model::users::{Action, UsersQuery};

/// People in one transaction of a run.
const STEP: i64 = 50;
/// People that are collected in one transaction.
const COLLECT: u32 = 1_000;

/// One step of it; whether there is more to do.
pub(crate) async fn step(job: &Job, tx: &mut Tx, state: JobState, position: &str) -> Result<bool, Error> {
    let ctx = &job.ctx;
    let task = Task::read(&job.task)?;
    let membership = ctx.membership(tx, &job.slug).await?;
    match (state, &task.asked) {
        (JobState::Collecting, Some(asked)) => collect(job, tx, &membership, asked, position).await,
        _ => process_batch(job, tx, &membership, task.action, position).await,
    }
}

async fn collect(
    job: &Job,
    tx: &mut Tx,
    membership: &Membership,
    asked: &UsersQuery,
    position: &str,
) -> Result<bool, Error> {
    membership.require(Permission::USERS_READ)?;
    let scan = UserScan::resume(&job.ctx, tx, membership, asked, position).await?;
    let (found, next) = scan.next(tx, COLLECT).await?;
    let (first,): (i64,) = query("SELECT total FROM jobs WHERE id = $1").bind(job.id).one(tx).await?;
    let count = i64::try_from(found.len()).unwrap_or_default();
    let mut rows = Rows::of("job_rows (job_id, n, subject_id, label)");
    for (n, person) in (first..).zip(found) {
        rows.push([job.id.into(), n.into(), person.id.into(), person.email.into()]);
    }
    rows.insert(tx).await?;
    query("UPDATE jobs SET total = total + $2, position = $3 WHERE id = $1")
        .bind(job.id)
        .bind(count)
        .bind(next.clone().unwrap_or_default())
        .run(tx)
        .await?;
    if next.is_none() {
        queue::transition(&job.ctx, tx, job.id, JobState::Running).await?;
    }
    Ok(true)
}

async fn process_batch(
    job: &Job,
    tx: &mut Tx,
    membership: &Membership,
    action: Action,
    position: &str,
) -> Result<bool, Error> {
    let rows = queue::pending_rows(tx, job.id, queue::position_of(position, -1)?, STEP).await?;
    let (mut done, mut failed) = (0, 0);
    for row in &rows {
        tx.mark().await?;
        let result = match row.member() {
            Some(member) => act_in(&job.ctx, tx, membership, member, action).await,
            None => Err(Error::NotFound),
        };
        match &result {
            Ok(()) => tx.keep().await?,
            Err(_) => tx.take_back().await?,
        }
        if queue::record(tx, job.id, row.n, result.map(|()| None)).await? { done += 1 } else { failed += 1 }
    }
    match rows.last() {
        Some(last) => queue::finish(tx, job.id, &last.n.to_string(), done, failed).await?,
        None => queue::transition(&job.ctx, tx, job.id, JobState::Done).await?,
    }
    Ok(!rows.is_empty())
}
