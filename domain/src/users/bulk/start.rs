//! Beginning it.

use super::{Task, Whom, permission};
use crate::db::{Rows, Tx, Value, all_of};
use crate::members::WITHIN;
use crate::queue::{self, NewJob};
use crate::{Context, Error, Membership, audit};
use model::Problem;
use model::ids::{JobId, MemberId};
use model::jobs::{JobKind, JobState};
use model::permissions::Permission;
use model::users::{Action, MAX_CHOSEN};
use std::collections::HashMap;
use uuid::Uuid;

/// Starts it; the work itself goes on in the background. Needs what the action needs, asked again for each person.
pub async fn start(ctx: &Context, slug: &str, action: Action, whom: Whom) -> Result<JobId, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    membership.require(permission(action))?;
    if let Action::Role(choice) = action {
        crate::members::roles::require_assignable(&mut tx, &membership, choice).await?;
    }
    if let Action::Join(group) | Action::Part(group) = action {
        crate::groups::require_fillable(&mut tx, &membership, group).await?;
    }
    let (ids, asked) = match whom {
        Whom::These(ids) if ids.is_empty() => return Err(Error::at("form", Problem::NobodyChosen)),
        Whom::These(ids) if ids.len() > MAX_CHOSEN => {
            return Err(Error::at("form", Problem::TooMany { max: MAX_CHOSEN }));
        }
        Whom::These(ids) => (ids, None),
        Whom::Matching(asked) => (Vec::new(), Some(asked.narrowing())),
    };
    let state = if asked.is_some() { JobState::Collecting } else { JobState::Running };
    let task = Task { action, asked };
    let written = task.written()?;
    let total = i64::try_from(ids.len()).unwrap_or_default();
    let job =
        queue::add(ctx, &mut tx, &membership, NewJob { kind: JobKind::Bulk, task: written, state, total }).await?;
    insert_rows(&mut tx, &membership, job, &ids).await?;
    audit::Event::new(audit::Action::BulkStart)
        .within(membership.workspace)
        .target(job, action.name())
        .after(&task)
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    queue::start(ctx, job, state == JobState::Running).await;
    Ok(job)
}

/// A row for each, in their order. A stranger's id gets the label of none: it will be refused as not there.
async fn insert_rows(tx: &mut Tx, membership: &Membership, job: JobId, ids: &[MemberId]) -> Result<(), Error> {
    let found: Vec<(Uuid, String)> = all_of(tx, &[membership.workspace.into()], ids.iter().copied(), |ids| {
        format!("SELECT m.id, m.email FROM members m WHERE m.id IN ({ids}) AND {WITHIN}")
    })
    .await?;
    let emails: HashMap<Uuid, String> = found.into_iter().collect();
    let mut rows = Rows::of("job_rows (job_id, n, subject_id, label)");
    for (n, id) in (0_i64..).zip(ids) {
        let label: Value = emails.get(&id.0).cloned().unwrap_or_default().into();
        rows.push([job.into(), n.into(), (*id).into(), label]);
    }
    Ok(rows.insert(tx).await?)
}
