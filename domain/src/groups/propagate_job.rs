//! Taking a change of a group over to its people: what the list is sorted and searched by, where the group gives other
//! roles; and letting them go, where it is deleted.

use crate::db::{Tx, query, run_of};
use crate::queue::{self, Job, NewJob};
use crate::{Context, Error, Membership, members, stored};
use model::ids::{GroupId, JobId, MemberId, RoleId};
use model::jobs::{JobKind, JobState};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// People in one transaction.
const BATCH: i64 = 100;

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Task {
    group: GroupId,
    /// It goes, and nobody is in it any more.
    #[serde(alias = "going")]
    deleting: bool,
}

impl Task {
    pub(crate) fn refresh(group: GroupId) -> Self {
        Self { group, deleting: false }
    }

    pub(super) fn let_go(group: GroupId) -> Self {
        Self { group, deleting: true }
    }
}

/// None where nobody is in it.
pub(crate) async fn add(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    task: &Task,
) -> Result<Option<JobId>, Error> {
    if people(tx, task.group, MemberId(Uuid::nil()), 1).await?.is_empty() {
        return Ok(None);
    }
    let task = stored::written(task, "the task of a group's change")?;
    queue::add(ctx, tx, membership, NewJob { kind: JobKind::Group, task, state: JobState::Running, total: 0 })
        .await
        .map(Some)
}

/// For every group that gives this role.
pub(crate) async fn add_for_role(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    role: RoleId,
) -> Result<Vec<JobId>, Error> {
    let groups: Vec<(Uuid,)> =
        query("SELECT group_id FROM group_roles WHERE role_id = $1 ORDER BY group_id").bind(role).all(tx).await?;
    let mut added = Vec::new();
    for (group,) in groups {
        added.extend(add(ctx, tx, membership, &Task::refresh(group.into())).await?);
    }
    Ok(added)
}

/// The first few people at once, so that whoever has a small group sees the end of it.
pub(crate) async fn start(ctx: &Context, work: impl IntoIterator<Item = JobId>) {
    for job in work {
        queue::start(ctx, job, true).await;
    }
}

/// One step of it; whether there may be more to do. It was decided with the rights that it takes: it goes on to its end
/// whatever becomes of them.
pub(crate) async fn step(job: &Job, tx: &mut Tx, position: &str) -> Result<bool, Error> {
    let task: Task = stored::read(&job.task, "the task of a group's change")?;
    let after = queue::position_of(position, MemberId(Uuid::nil()))?;
    let found = people(tx, task.group, after, BATCH).await?;
    if task.deleting {
        run_of(tx, &[task.group.into()], found.iter().copied(), |ids| {
            format!("DELETE FROM group_members WHERE group_id = $1 AND member_id IN ({ids})")
        })
        .await?;
        let next = |ids: &str| format!("UPDATE members SET version = version + 1 WHERE id IN ({ids})");
        run_of(tx, &[], found.iter().copied(), next).await?;
    }
    members::refresh_all(tx, &found).await?;
    if let Some(last) = found.last() {
        let done = i64::try_from(found.len()).unwrap_or_default();
        queue::finish(tx, job.id, &last.to_string(), done, 0).await?;
        return Ok(true);
    }
    if task.deleting {
        query("DELETE FROM groups WHERE id = $1").bind(task.group).run(tx).await?;
    }
    queue::transition(&job.ctx, tx, job.id, JobState::Done).await?;
    Ok(false)
}

/// The next people who are in it, by id.
async fn people(tx: &mut Tx, group: GroupId, after: MemberId, most: i64) -> Result<Vec<MemberId>, Error> {
    let rows: Vec<(Uuid,)> =
        query("SELECT member_id FROM group_members WHERE group_id = $1 AND member_id > $2 ORDER BY member_id LIMIT $3")
            .bind(group)
            .bind(after)
            .bind(most)
            .all(tx)
            .await?;
    Ok(rows.into_iter().map(|(id,)| MemberId(id)).collect())
}
