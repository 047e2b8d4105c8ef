//! One action on many people: those ticked, or all whom the list's filters find.

use super::act::act_in;
use super::details::details_in;
use super::list::Listed;
use super::walker::Walker;
use crate::db::{Rows, Tx, query};
use crate::jobs::{self, Job, NewJob};
use crate::{Context, Error, Seat, audit};
use model::Problem;
use model::accounts::full_name;
use model::ids::{JobId, MemberId};
use model::jobs::{JobKind, JobState};
use model::permissions::Permission;
use model::users::{Action, UsersQuery};
use serde::{Deserialize, Serialize};

/// People in one transaction of a run.
const STEP: i64 = 50;
/// People that are collected in one transaction.
const COLLECT: u32 = 1_000;
/// Those ticked on a page.
pub const MOST_TICKED: usize = UsersQuery::MAX_SIZE as usize;

/// Whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    These(Vec<MemberId>),
    /// All whom the query finds, as they are when the work begins.
    Matching(UsersQuery),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    pub action: Action,
    asked: Option<UsersQuery>,
}

impl Task {
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

fn permission(action: Action) -> Permission {
    match action {
        Action::Remove => Permission::USERS_DELETE,
        Action::Resend => Permission::INVITATIONS_WRITE,
        _ => Permission::USERS_WRITE,
    }
}

/// Starts it; the work itself goes on in the background. Needs what the action needs, asked again for each person.
pub async fn start(ctx: &Context, slug: &str, action: Action, whom: Whom) -> Result<JobId, Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::USERS_READ)?;
    seat.require(permission(action))?;
    if let Action::Role(choice) = action {
        crate::roles::grantable(&mut tx, &seat, choice).await?;
    }
    if let Action::Join(group) | Action::Part(group) = action {
        crate::groups::require_fillable(&mut tx, &seat, group).await?;
    }
    let (ids, asked) = match whom {
        Whom::These(ids) if ids.is_empty() => return Err(Error::at("form", Problem::NobodyChosen)),
        Whom::These(ids) => (ids, None),
        Whom::Matching(asked) => (Vec::new(), Some(asked.narrowing())),
    };
    let state = if asked.is_some() { JobState::Collecting } else { JobState::Running };
    let task = serde_json::to_string(&Task { action, asked }).map_err(|_| Error::Internal)?;
    let total = i64::try_from(ids.len()).unwrap_or_default();
    let job = jobs::add(ctx, &mut tx, &seat, NewJob { kind: JobKind::Bulk, task: task.clone(), state, total }).await?;
    for (n, id) in ids.into_iter().take(MOST_TICKED).enumerate() {
        // A stranger's id gets the label of none: it will be refused as not there.
        query(
            "INSERT INTO job_rows (job_id, n, subject_id, label)
             VALUES ($1, $2, $3, COALESCE((SELECT email FROM members WHERE id = $3 AND workspace_id = $4), ''))",
        )
        .bind(job)
        .bind(i64::try_from(n).unwrap_or_default())
        .bind(id)
        .bind(seat.workspace)
        .run(&mut tx)
        .await?;
    }
    audit::Event::new("bulk.start")
        .within(seat.workspace)
        .target(job, action.name())
        .after(&serde_json::from_str::<serde_json::Value>(&task).unwrap_or_default())
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    jobs::begin(ctx, job, state == JobState::Running).await;
    Ok(job)
}

/// How many it would be about, where that is cheap to know, and the names of the first few.
pub async fn preview(ctx: &Context, slug: &str, whom: &Whom) -> Result<(Option<i64>, Vec<String>), Error> {
    const SHOWN: u32 = 8;
    let name = |person: &Listed| {
        let name = full_name(&person.first_name, &person.last_name);
        if name.is_empty() { person.email.clone() } else { name }
    };
    match whom {
        Whom::Matching(asked) => {
            let first = UsersQuery { size: Some(SHOWN), ..asked.narrowing() };
            let (page, _) = super::list(ctx, slug, &first).await?;
            Ok((page.total, page.items.iter().map(name).collect()))
        }
        Whom::These(ids) => {
            let mut tx = ctx.read().await?;
            let seat = ctx.seat(&mut tx, slug).await?;
            let mut names = Vec::new();
            for id in ids.iter().take(SHOWN as usize) {
                names.push(name(&details_in(ctx, &mut tx, &seat, *id).await?.listed));
            }
            Ok((i64::try_from(ids.len()).ok(), names))
        }
    }
}

/// One step of it; whether there is more to do.
pub(crate) async fn step(job: &Job, tx: &mut Tx, state: JobState, position: &str) -> Result<bool, Error> {
    let ctx = &job.ctx;
    let task = Task::read(&job.task).ok_or(Error::Internal)?;
    let seat = ctx.seat(tx, &job.slug).await?;
    match (state, &task.asked) {
        (JobState::Collecting, Some(asked)) => collect(job, tx, &seat, asked, position).await,
        _ => carry_on(job, tx, &seat, task.action, position).await,
    }
}

async fn collect(job: &Job, tx: &mut Tx, seat: &Seat, asked: &UsersQuery, position: &str) -> Result<bool, Error> {
    seat.require(Permission::USERS_READ)?;
    let walker = Walker::resume(&job.ctx, tx, seat, asked, position).await?;
    let (found, next) = walker.next(tx, COLLECT).await?;
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
        jobs::to_state(&job.ctx, tx, job.id, JobState::Running).await?;
    }
    Ok(true)
}

async fn carry_on(job: &Job, tx: &mut Tx, seat: &Seat, action: Action, position: &str) -> Result<bool, Error> {
    let rows = jobs::rows_to_do(tx, job.id, position.parse().unwrap_or(-1), STEP).await?;
    let (mut done, mut failed) = (0, 0);
    for row in &rows {
        tx.mark().await?;
        let result = match row.member() {
            Some(member) => act_in(&job.ctx, tx, seat, member, action).await,
            None => Err(Error::NotFound),
        };
        match &result {
            Ok(()) => tx.keep().await?,
            Err(_) => tx.take_back().await?,
        }
        if jobs::record(tx, job.id, row.n, result.map(|()| None)).await? { done += 1 } else { failed += 1 }
    }
    match rows.last() {
        Some(last) => jobs::finish(tx, job.id, &last.n.to_string(), done, failed).await?,
        None => jobs::to_state(&job.ctx, tx, job.id, JobState::Done).await?,
    }
    Ok(!rows.is_empty())
}
