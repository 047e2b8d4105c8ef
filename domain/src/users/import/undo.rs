//! Taking an import back: for 24 hours, from its last row to its first.
//!
//! Whoever it added goes again, with their account if the import made it and nobody ever used it; whom it invited is
//! invited no longer; what it changed is as before, unless someone has changed the person since: then they stay, and
//! the row says so.

use super::apply::ids;
use super::decide::Change;
use super::task::Task;
use crate::clock::micros;
use crate::db::{Tx, query};
use crate::members::{Counter, Target, count, delete, lock_super_users, spare_last_super_user};
use crate::queue::{self, Job};
use crate::users::edit::edit_in;
use crate::users::remove::remove_in;
use crate::{Context, Error, Membership, audit, identities, invitations, jobs, mail, rules, stored};
use model::ids::{AccountId, InvitationId, JobId, MemberId};
use model::invitations::Succession;
use model::jobs::{JobKind, JobState};
use model::permissions::Permission;
use model::users::{Edit, Status};
use model::{Problem, Refusal};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Rows in one transaction.
const BATCH: i64 = 50;
/// So few are undone while one waits.
const INLINE_LIMIT: i64 = BATCH;
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
    let (mut done, mut failed) = (0, 0);
    for (n, text) in &rows {
        let undo = Undo::read(text)?;
        tx.mark().await?;
        let problem = match take_back(&job.ctx, tx, &membership, undo).await {
            Ok(problem) => problem,
            Err(error) => Some(Refusal::from_error(error)?),
        };
        if problem.is_none() {
            tx.keep().await?;
            done += 1;
        } else {
            tx.take_back().await?;
            failed += 1;
        }
        let problem = problem.map(|refusal| stored::written(&refusal, "a refusal")).transpose()?;
        query("UPDATE job_rows SET outcome = $3, problem = $4 WHERE job_id = $1 AND n = $2")
            .bind(job.id)
            .bind(*n)
            .bind(if problem.is_none() { "undone" } else { "kept" })
            .bind(problem)
            .run(tx)
            .await?;
    }
    queue::finish(tx, job.id, &end.to_string(), done, failed).await?;
    Ok(true)
}

/// None: it is as it was before, or someone has seen to that already. Otherwise why it stays.
async fn take_back(ctx: &Context, tx: &mut Tx, membership: &Membership, undo: Undo) -> Result<Option<Refusal>, Error> {
    match undo {
        Undo::Added { member, version, account_made } => {
            unmake(ctx, tx, membership, member, version, account_made).await
        }
        Undo::Invited { invitation } => uninvite(ctx, tx, membership, invitation).await,
        Undo::Changed { change, version } => set_back(ctx, tx, membership, *change, version).await,
    }
}

async fn status_of(tx: &mut Tx, membership: &Membership, id: MemberId) -> Result<Option<Status>, Error> {
    let row: Option<(String,)> = query("SELECT status FROM members WHERE id = $1 AND workspace_id = $2")
        .bind(id)
        .bind(membership.workspace)
        .optional(tx)
        .await?;
    row.map(|(status,)| stored::named(&status, Status::named, "a member's status")).transpose()
}

/// Someone who has come to use the account, or had it before, is removed as anyone else; they can be restored.
async fn unmake(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: MemberId,
    version: i64,
    account_made: bool,
) -> Result<Option<Refusal>, Error> {
    if matches!(status_of(tx, membership, id).await?, None | Some(Status::Removed)) {
        return Ok(None);
    }
    lock_super_users(tx, membership.workspace).await?;
    let target = Target::lock(ctx, tx, membership, id).await?;
    let unused = match target.account {
        Some(account) if account_made && target.version == version => is_unused(tx, account, id).await?,
        _ => false,
    };
    if !unused {
        remove_in(ctx, tx, membership, id, Succession::TakeOver).await?;
        return Ok(None);
    }
    rules::can_act_on(membership, &target.person)?;
    spare_last_super_user(tx, membership.workspace, id, &target.person).await?;
    delete(tx, id).await?;
    if let Some(account) = target.account {
        mail::erase_account(tx, account, &target.email).await?;
        query("DELETE FROM accounts WHERE id = $1").bind(account).run(tx).await?;
    }
    count(ctx, tx, membership.workspace, Counter::ActiveMembers, -1).await?;
    audit::Event::new(audit::Action::MemberPurge)
        .within(membership.workspace)
        .target(id, &target.email)
        .record(ctx, tx)
        .await?;
    Ok(None)
}

/// Nobody ever signed in to it or could, and it is nowhere else.
async fn is_unused(tx: &mut Tx, account: AccountId, member: MemberId) -> Result<bool, Error> {
    let (unused,): (bool,) = query(format!(
        "SELECT password_hash IS NULL AND NOT {}
             AND NOT EXISTS (SELECT 1 FROM members WHERE account_id = $1 AND id <> $2)
             AND NOT EXISTS (SELECT 1 FROM members WHERE id = $2 AND last_active_at > 0)
             AND NOT EXISTS (SELECT 1 FROM sessions WHERE account_id = $1)
             AND NOT EXISTS (SELECT 1 FROM devices WHERE account_id = $1)
         FROM accounts WHERE id = $1",
        identities::exists_sql("$1")
    ))
    .bind(account)
    .bind(member)
    .one(tx)
    .await?;
    Ok(unused)
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
