//! Taking a change of a role over to everyone who has it themselves: its new name where the list is sorted by it, or another
//! role. The groups that give it have their own (`groups/take_over.rs`).

use super::own_of_member;
use super::people::people;
use crate::db::{Tx, query};
use crate::jobs::{self, Job, NewJob};
use crate::{Context, Error, Seat, audit, users};
use model::ids::{JobId, MemberId, RoleId};
use model::jobs::{JobKind, JobState};
use model::users::Access;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// People in one transaction.
const BATCH: i64 = 100;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Task {
    pub role: RoleId,
    /// The role that they get instead; none: the name alone has changed.
    pub becomes: Option<RoleId>,
}

pub(super) async fn add(ctx: &Context, tx: &mut Tx, seat: &Seat, task: &Task) -> Result<JobId, Error> {
    let task = serde_json::to_string(task).map_err(|_| Error::Internal)?;
    jobs::add(ctx, tx, seat, NewJob { kind: JobKind::Role, task, state: JobState::Running, total: 0 }).await
}

/// The first few at once, so that whoever has few people sees the end of it.
pub(super) async fn begin(ctx: &Context, job: Option<JobId>) {
    if let Some(job) = job {
        jobs::begin(ctx, job, true).await;
    }
}

/// One step of it; whether there may be more to do. It was decided with the rights that it takes: it goes on to its end
/// whatever becomes of them.
pub(crate) async fn step(job: &Job, tx: &mut Tx, position: &str) -> Result<bool, Error> {
    let task: Task = serde_json::from_str(&job.task).map_err(|_| Error::Internal)?;
    let after = position.parse().unwrap_or(MemberId(Uuid::nil()));
    let found = people(tx, task.role, after, BATCH).await?;
    for member in &found {
        match task.becomes {
            None => users::refresh(tx, *member).await?,
            Some(becomes) => give_instead(job, tx, *member, task.role, becomes).await?,
        }
    }
    if let Some(last) = found.last() {
        let done = i64::try_from(found.len()).unwrap_or_default();
        jobs::finish(tx, job.id, &last.to_string(), done, 0).await?;
        return Ok(true);
    }
    if let Some(becomes) = task.becomes {
        // Who was given it while it went.
        if !people(tx, task.role, MemberId(Uuid::nil()), 1).await?.is_empty() {
            jobs::finish(tx, job.id, "", 0, 0).await?;
            return Ok(true);
        }
        query("UPDATE invitations SET role_id = $2 WHERE role_id = $1").bind(task.role).bind(becomes).run(tx).await?;
        query("DELETE FROM roles WHERE id = $1").bind(task.role).run(tx).await?;
    }
    jobs::to_state(&job.ctx, tx, job.id, JobState::Done).await?;
    Ok(false)
}

async fn give_instead(job: &Job, tx: &mut Tx, member: MemberId, role: RoleId, becomes: RoleId) -> Result<(), Error> {
    let held: Option<(Uuid, String, bool)> =
        query("UPDATE members SET version = version + 1 WHERE id = $1 RETURNING workspace_id, email, super_user")
            .bind(member)
            .optional(tx)
            .await?;
    let Some((workspace, email, super_user)) = held else { return Ok(()) };
    let ids = |roles: Vec<super::Role>| roles.into_iter().map(|role| role.id).collect();
    let before = Access { super_user, roles: ids(own_of_member(tx, member).await?) };
    query("INSERT INTO member_roles (member_id, role_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(member)
        .bind(becomes)
        .run(tx)
        .await?;
    query("DELETE FROM member_roles WHERE member_id = $1 AND role_id = $2").bind(member).bind(role).run(tx).await?;
    users::refresh(tx, member).await?;
    let after = Access { super_user, roles: ids(own_of_member(tx, member).await?) };
    audit::Event::new("member.role")
        .within(workspace.into())
        .target(member, &email)
        .before(&before)
        .after(&after)
        .record(&job.ctx, tx)
        .await
}
