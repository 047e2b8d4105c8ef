//! Taking an import back: for 24 hours, from its last row to its first.
//!
//! Whoever it added goes again, with their account if the import made it and nobody ever used it; whom it invited is
//! invited no longer; what it changed is as before, unless someone has changed the person since: then they stay, and
//! the row says so.

use super::carry_out::ids;
use super::decide::Change;
use super::task::Task;
use super::unmake::{Addition, unmake_many};
use super::{INLINE_LIMIT, STEP};
use crate::clock::micros;
use crate::db::{Tx, all_of, query};
use crate::invitations::revoke_all_in;
use crate::members::WITHIN;
use crate::queue::{self, Job, RowOutcome};
use crate::users::edit_many::edit_many_in;
use crate::{Context, Error, Membership, audit, jobs, stored};
use model::ids::{InvitationId, JobId, MemberId};
use model::jobs::{JobKind, JobState};
use model::permissions::Permission;
use model::users::{Edit, Status};
use model::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::mem::take;
use std::time::Duration;
use uuid::Uuid;

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
    .bind(STEP)
    .all(tx)
    .await?;
    let Some(end) = rows.last().map(|row| row.0) else {
        queue::transition(&job.ctx, tx, job.id, JobState::Undone).await?;
        return Ok(false);
    };
    let mut batch = Batch::default();
    for (n, text) in &rows {
        batch.take_back(&job.ctx, tx, &membership, *n, Undo::read(text)?).await?;
    }
    batch.take_back_waiting(&job.ctx, tx, &membership).await?;
    let Batch { outcomes, done, failed, .. } = batch;
    queue::set_outcomes(tx, job.id, outcomes).await?;
    queue::finish(tx, job.id, &end.to_string(), done, failed).await?;
    Ok(true)
}

/// Rows wait for those that follow, to be undone with them; a change that was about super-users is undone alone, in its
/// place.
#[derive(Default)]
struct Batch {
    additions: Vec<(i64, Addition)>,
    invitations: Vec<(i64, InvitationId)>,
    changes: Vec<(i64, (MemberId, Edit))>,
    outcomes: Vec<RowOutcome>,
    done: i64,
    failed: i64,
}

impl Batch {
    async fn take_back(
        &mut self,
        ctx: &Context,
        tx: &mut Tx,
        membership: &Membership,
        n: i64,
        undo: Undo,
    ) -> Result<(), Error> {
        let is_alone = matches!(&undo, Undo::Changed { change, .. } if change.is_about_super_users());
        if is_alone {
            self.take_back_waiting(ctx, tx, membership).await?;
        }
        match undo {
            Undo::Added { member, version, account_made } => {
                self.additions.push((n, Addition { member, version, account_made }));
            }
            Undo::Invited { invitation } => self.invitations.push((n, invitation)),
            Undo::Changed { change, version } => self.changes.push((n, (change.member, set_back(*change, version)))),
        }
        if is_alone { self.take_back_waiting(ctx, tx, membership).await } else { Ok(()) }
    }

    /// Takes those back that wait. What is as it was before, or someone has seen to already, is undone.
    async fn take_back_waiting(&mut self, ctx: &Context, tx: &mut Tx, membership: &Membership) -> Result<(), Error> {
        let (rows, additions): (Vec<i64>, Vec<Addition>) = take(&mut self.additions).into_iter().unzip();
        let problems = unmake_many(ctx, tx, membership, &additions).await?;
        self.note_all(rows, problems)?;

        let (rows, invitations): (Vec<i64>, Vec<InvitationId>) = take(&mut self.invitations).into_iter().unzip();
        let problems = uninvite_many(ctx, tx, membership, &invitations).await?;
        self.note_all(rows, problems)?;

        let (rows, edits): (Vec<i64>, Vec<(MemberId, Edit)>) = take(&mut self.changes).into_iter().unzip();
        let results = edit_many_in(ctx, tx, membership, &edits).await?;
        let problem = |result: Result<i64, Refusal>| match result.err()? {
            Refusal::Conflict => Some(Refusal::of(Problem::ChangedSince)),
            other => Some(other),
        };
        self.note_all(rows, results.into_iter().map(problem).collect())
    }

    /// Of each why it stays, or nothing.
    fn note_all(&mut self, rows: Vec<i64>, problems: Vec<Option<Refusal>>) -> Result<(), Error> {
        for (n, problem) in rows.into_iter().zip(problems) {
            if problem.is_none() {
                self.done += 1;
            } else {
                self.failed += 1;
            }
            self.outcomes.push(RowOutcome::of_undo(n, problem.as_ref())?);
        }
        Ok(())
    }
}

/// Takes invitations back; answers of each why it stays, or nothing.
async fn uninvite_many(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    ids: &[InvitationId],
) -> Result<Vec<Option<Refusal>>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // The invited person's row becomes the member's.
    let found: Vec<(Uuid, String)> = all_of(tx, &[membership.workspace.into()], ids.iter().copied(), |ids| {
        format!("SELECT m.id, m.status FROM members m WHERE m.id IN ({ids}) AND {WITHIN}")
    })
    .await?;
    let mut statuses = HashMap::with_capacity(found.len());
    for (id, status) in found {
        statuses.insert(InvitationId(id), stored::named(&status, Status::named, "a member's status")?);
    }
    let is_open = |id: &&InvitationId| statuses.get(*id) == Some(&Status::Invited);
    let open: Vec<InvitationId> = ids.iter().filter(is_open).copied().collect();
    let revoked = match revoke_all_in(ctx, tx, membership, &open).await {
        Ok(revoked) => Ok(revoked),
        Err(error) => Err(Refusal::from_error(error)?),
    };
    let problem = |id: &InvitationId| match (statuses.get(id), &revoked) {
        (Some(Status::Active | Status::Suspended), _) => Some(Refusal::of(Problem::Accepted)),
        (Some(Status::Invited), Err(refusal)) => Some(refusal.clone()),
        (Some(Status::Invited), Ok(revoked)) if !revoked.contains(id) => Some(Refusal::NotFound),
        _ => None,
    };
    Ok(ids.iter().map(problem).collect())
}

/// How someone was before, unless they have been changed since.
fn set_back(change: Change, version: i64) -> Edit {
    Edit {
        texts: change.before(),
        access: change.access.map(|(before, _)| before),
        groups: change.groups.map(|(before, _)| ids(&before)),
        version,
        ..Edit::default()
    }
}
