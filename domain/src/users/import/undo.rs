//! Taking an import back: for 24 hours, from its last row to its first.
//!
//! Whoever it added goes again, with their account if the import made it and nobody ever used it; whom it invited is
//! invited no longer; what it changed is as before, unless someone has changed the person since: then they stay, and
//! the row says so.

use super::carry_out::ids;
use super::decide::Change;
use super::task::Task;
use super::unmake::{Addition, unmake_many};
use crate::clock::micros;
use crate::db::{Tx, query};
use crate::queue::{self, Job, RowOutcome};
use crate::users::edit::edit_in;
use crate::{Context, Error, Membership, audit, internal, invitations, jobs, stored};
use model::ids::{InvitationId, JobId, MemberId};
use model::jobs::{JobKind, JobState};
use model::permissions::Permission;
use model::users::{Edit, Status};
use model::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Rows in one transaction, as in carrying out.
const BATCH: i64 = 1_000;
/// So few are undone while one waits.
const INLINE_LIMIT: i64 = 50;
/// How long it can be undone: 24 hours.
pub(super) const UNDOABLE: Duration = Duration::from_hours(24);

/// What undoing a row needs to know.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Undo {
    /// `version`: the member's, right after.
    Added {
        member: MemberId,
        version: i64,
        account_made: bool,
    },
    Invited {
        invitation: InvitationId,
    },
    Changed {
        change: Box<Change>,
        version: i64,
    },
}

impl Undo {
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        stored::read(text, "how to undo a row of an import")
    }

    pub(super) fn written(&self) -> Result<String, Error> {
        stored::written(self, "how to undo a row of an import")
    }
}

/// Begins to take it back, with the rights of whoever says so: those who see the import, with `users:write`.
/// [`Error::Conflict`] where nothing was done, or 24 hours are over.
pub async fn undo(ctx: &Context, slug: &str, id: JobId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    membership.require_account()?;
    jobs::find(&mut tx, &membership, id, JobKind::Import).await?;
    let (to_do,): (i64,) =
        query("SELECT COUNT(*) FROM job_rows WHERE job_id = $1 AND outcome = 'done' AND undo IS NOT NULL")
            .bind(id)
            .one(&mut tx)
            .await?;
    let begun = query(
        "UPDATE jobs SET account_id = $2, token_id = $5, total = $3, done = 0, failed = 0, problem = NULL
         WHERE id = $1 AND state IN ('done', 'cancelled', 'failed') AND $3 > 0 AND finished_at > $4",
    )
    .bind(id)
    .bind(membership.account)
    .bind(to_do)
    .bind(ctx.now() - micros(UNDOABLE))
    .bind(ctx.token())
    .run(&mut tx)
    .await?;
    if begun == 0 {
        return Err(Error::Conflict);
    }
    queue::transition(ctx, &mut tx, id, JobState::Undoing).await?;
    let task = Task::of(&mut tx, id).await?;
    audit::Event::new(audit::Action::ImportUndo)
        .within(membership.workspace)
        .target(id, &task.file)
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    queue::start(ctx, id, to_do <= INLINE_LIMIT).await;
    Ok(())
}

pub(super) async fn step(job: &Job, tx: &mut Tx, membership: Membership, position: &str) -> Result<bool, Error> {
    let rows: Vec<(i64, String)> = query(
        "SELECT n, undo FROM job_rows
         WHERE job_id = $1 AND n < $2 AND outcome = 'done' AND undo IS NOT NULL ORDER BY n DESC LIMIT $3",
    )
    .bind(job.id)
    .bind(queue::position_of(position, i64::MAX)?)
    .bind(BATCH)
    .all(tx)
    .await?;
    let Some(end) = rows.last().map(|row| row.0) else {
        queue::transition(&job.ctx, tx, job.id, JobState::Undone).await?;
        return Ok(false);
    };
    let mut batch = Batch { job, additions: Vec::new(), outcomes: Vec::new(), done: 0, failed: 0 };
    for (n, text) in &rows {
        match Undo::read(text)? {
            Undo::Added { member, version, account_made } => {
                batch.additions.push((*n, Addition { member, version, account_made }));
            }
            undo => {
                batch.unmake_additions(tx, &membership).await?;
                let problem = take_back(&job.ctx, tx, &membership, undo).await?;
                batch.note(*n, problem.as_ref())?;
            }
        }
    }
    batch.unmake_additions(tx, &membership).await?;
    let Batch { outcomes, done, failed, .. } = batch;
    queue::set_outcomes(tx, job.id, outcomes).await?;
    queue::finish(tx, job.id, &end.to_string(), done, failed).await?;
    Ok(true)
}

struct Batch<'a> {
    job: &'a Job,
    /// Rows that wait for those that follow, to be undone with them: none of the others is undone before.
    additions: Vec<(i64, Addition)>,
    outcomes: Vec<RowOutcome>,
    done: i64,
    failed: i64,
}

impl Batch<'_> {
    async fn unmake_additions(&mut self, tx: &mut Tx, membership: &Membership) -> Result<(), Error> {
        let (rows, additions): (Vec<i64>, Vec<Addition>) = std::mem::take(&mut self.additions).into_iter().unzip();
        let problems = unmake_many(&self.job.ctx, tx, membership, &additions).await?;
        for (n, problem) in rows.into_iter().zip(problems) {
            self.note(n, problem.as_ref())?;
        }
        Ok(())
    }

    fn note(&mut self, n: i64, problem: Option<&Refusal>) -> Result<(), Error> {
        if problem.is_none() {
            self.done += 1;
        } else {
            self.failed += 1;
        }
        self.outcomes.push(RowOutcome::of_undo(n, problem)?);
        Ok(())
    }
}

/// None: it is as it was before, or someone has seen to that already. Otherwise why it stays.
async fn take_back(ctx: &Context, tx: &mut Tx, membership: &Membership, undo: Undo) -> Result<Option<Refusal>, Error> {
    tx.mark().await?;
    let problem = match undo {
        Undo::Invited { invitation } => uninvite(ctx, tx, membership, invitation).await,
        Undo::Changed { change, version } => set_back(ctx, tx, membership, *change, version).await,
        Undo::Added { .. } => Err(internal("undoing a row", "additions are undone together")),
    };
    let problem = match problem {
        Ok(problem) => problem,
        Err(error) => Some(Refusal::from_error(error)?),
    };
    if problem.is_none() {
        tx.keep().await?;
    } else {
        tx.take_back().await?;
    }
    Ok(problem)
}

async fn status_of(tx: &mut Tx, membership: &Membership, id: MemberId) -> Result<Option<Status>, Error> {
    let row: Option<(String,)> = query("SELECT status FROM members WHERE id = $1 AND workspace_id = $2")
        .bind(id)
        .bind(membership.workspace)
        .optional(tx)
        .await?;
    row.map(|(status,)| stored::named(&status, Status::named, "a member's status")).transpose()
}

async fn uninvite(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: InvitationId,
) -> Result<Option<Refusal>, Error> {
    // The invited person's row becomes the member's.
    match status_of(tx, membership, MemberId(id.0)).await? {
        Some(Status::Invited) => invitations::revoke_in(ctx, tx, membership, id).await.map(|()| None),
        Some(Status::Active | Status::Suspended) => Ok(Some(Refusal::of(Problem::Accepted))),
        _ => Ok(None),
    }
}

async fn set_back(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    change: Change,
    version: i64,
) -> Result<Option<Refusal>, Error> {
    let edit = Edit {
        texts: change.before(),
        access: change.access.map(|(before, _)| before),
        groups: change.groups.map(|(before, _)| ids(&before)),
        version,
        ..Edit::default()
    };
    match edit_in(ctx, tx, membership, change.member, &edit).await {
        Ok(()) => Ok(None),
        Err(Error::Conflict) => Ok(Some(Refusal::of(Problem::ChangedSince))),
        Err(error) => Err(error),
    }
}
