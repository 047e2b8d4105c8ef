//! Confirming what the columns mean; the plan is made anew.

use super::task::Task;
use crate::db::query;
use crate::jobs;
use crate::{Context, Error, roles};
use model::Problem;
use model::ids::JobId;
use model::imports::Mapping;
use model::jobs::{JobKind, JobState};
use model::permissions::Permission;
use model::wizard::How;

/// So few rows are planned while one waits.
const FEW: i64 = 500;

/// Takes the answers, and begins to plan. By whoever uploaded the file, or a super-user; needs `users:write`, and to invite
/// `invitations:write`. [`Error::Conflict`] once people are being imported.
pub async fn map(ctx: &Context, slug: &str, id: JobId, mapping: Mapping) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::USERS_WRITE)?;
    jobs::find(&mut tx, &seat, id, JobKind::Import).await?;
    let mut task = Task::of(&mut tx, id).await?;
    if mapping.how == How::Invite && !seat.has(Permission::INVITATIONS_WRITE) {
        return Err(Error::at("how", Problem::NotYoursToGive));
    }
    roles::grantable(&mut tx, &seat, mapping.role).await?;
    if mapping.columns.len() != task.header.len() {
        return Err(Error::Conflict);
    }
    task.mapping = mapping;
    let taken = query(
        "UPDATE jobs SET task = $2, account_id = $3, total = $4, done = 0, failed = 0
         WHERE id = $1 AND state IN ('mapping', 'ready')",
    )
    .bind(id)
    .bind(task.written()?)
    .bind(seat.account)
    .bind(task.rows)
    .run(&mut tx)
    .await?;
    if taken == 0 {
        return Err(Error::Conflict);
    }
    jobs::to_state(ctx, &mut tx, id, JobState::Planning).await?;
    tx.commit().await?;
    jobs::begin(ctx, id, task.rows <= FEW).await;
    Ok(())
}
