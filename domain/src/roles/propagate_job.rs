//! Taking a change of a role over to everyone who has it themselves: its new name where the list is sorted by it, or
//! another role. The groups that give it have their own (`groups/propagate_job.rs`).

use super::people::people;
use crate::db::{Tx, query};
use crate::members::roles::{Role, own_of_member};
use crate::queue::{self, Job, NewJob};
use crate::{Context, Error, Membership, audit, members, stored};
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
    #[serde(alias = "becomes")]
    pub replaced_by: Option<RoleId>,
}

pub(super) async fn add(ctx: &Context, tx: &mut Tx, membership: &Membership, task: &Task) -> Result<JobId, Error> {
    let task = stored::written(task, "the task of a role's change")?;
    queue::add(ctx, tx, membership, NewJob { kind: JobKind::Role, task, state: JobState::Running, total: 0 }).await
}

/// The first few at once, so that whoever has few people sees the end of it.
pub(super) async fn start(ctx: &Context, job: Option<JobId>) {
    if let Some(job) = job {
        queue::start(ctx, job, true).await;
    }
}

/// One step of it; whether there may be more to do. It was decided with the rights that it takes: it goes on to its end
/// whatever becomes of them.
pub(crate) async fn step(job: &Job, tx: &mut Tx, position: &str) -> Result<bool, Error> {
    let task: Task = stored::read(&job.task, "the task of a role's change")?;
    let after = queue::position_of(position, MemberId(Uuid::nil()))?;
    let found = people(tx, task.role, after, BATCH).await?;
    match task.replaced_by {
        None => members::refresh_all(tx, &found).await?,
        Some(replaced_by) => {
            for member in &found {
                give_instead(job, tx, *member, task.role, replaced_by).await?;
            }
        }
    }
    if let Some(last) = found.last() {
        let done = i64::try_from(found.len()).unwrap_or_default();
        queue::finish(tx, job.id, &last.to_string(), done, 0).await?;
        return Ok(true);
    }
    if let Some(replaced_by) = task.replaced_by {
        // Who was given it while it went.
        if !people(tx, task.role, MemberId(Uuid::nil()), 1).await?.is_empty() {
            queue::finish(tx, job.id, "", 0, 0).await?;
            return Ok(true);
        }
        query("UPDATE invitations SET role_id = $2 WHERE role_id = $1")
            .bind(task.role)
            .bind(replaced_by)
            .run(tx)
            .await?;
        query("DELETE FROM roles WHERE id = $1").bind(task.role).run(tx).await?;
    }
    queue::transition(&job.ctx, tx, job.id, JobState::Done).await?;
    Ok(false)
}

async fn give_instead(
    job: &Job,
    tx: &mut Tx,
    member: MemberId,
    role: RoleId,
    replaced_by: RoleId,
) -> Result<(), Error> {
    let row: Option<(Uuid, String, bool)> =
        query("UPDATE members SET version = version + 1 WHERE id = $1 RETURNING workspace_id, email, super_user")
            .bind(member)
            .optional(tx)
            .await?;
    let Some((workspace, email, super_user)) = row else { return Ok(()) };
    let ids = |roles: Vec<Role>| roles.into_iter().map(|role| role.id).collect();
    let before = Access { super_user, roles: ids(own_of_member(tx, member).await?) };
    query("INSERT INTO member_roles (member_id, role_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(member)
        .bind(replaced_by)
        .run(tx)
        .await?;
    query("DELETE FROM member_roles WHERE member_id = $1 AND role_id = $2").bind(member).bind(role).run(tx).await?;
    members::refresh(tx, member).await?;
    let after = Access { super_user, roles: ids(own_of_member(tx, member).await?) };
    audit::Event::new(audit::Action::MemberSetRoles)
        .within(workspace.into())
        .target(member, &email)
        .before(&before)
        .after(&after)
        .record(&job.ctx, tx)
        .await
}
