//! Confirming what the columns mean; the plan is made anew.

use super::task::Task;
use crate::db::query;
use crate::members::roles;
use crate::{Context, Error, jobs, queue};
use model::Problem;
use model::ids::JobId;
use model::imports::Mapping;
use model::jobs::{JobKind, JobState};
use model::permissions::Permission;
use model::wizard::AddMode;

/// So few rows are planned while one waits.
const INLINE_LIMIT: i64 = 500;

/// Takes the answers, and begins to plan. By whoever uploaded the file, or a super-user; needs `users:write`, and to
/// invite `invitations:write`. [`Error::Conflict`] once people are being imported.
pub async fn map(ctx: &Context, slug: &str, id: JobId, mapping: Mapping) -> Result<(), Error> {
    map_then(ctx, slug, id, mapping, false).await
}

/// The same; with `apply`, the plan is carried out as soon as there is one.
pub async fn map_then(ctx: &Context, slug: &str, id: JobId, mapping: Mapping, apply: bool) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    membership.require_account()?;
    jobs::find(&mut tx, &membership, id, JobKind::Import).await?;
    let mut task = Task::of(&mut tx, id).await?;
    if mapping.how == AddMode::Invite && !membership.has(Permission::INVITATIONS_WRITE) {
        return Err(Error::at("how", Problem::NotYoursToGive));
    }
    roles::require_assignable(&mut tx, &membership, mapping.role).await?;
    if mapping.columns.len() != task.header.len() {
        return Err(Error::Conflict);
    }
    task.mapping = mapping;
    task.apply = apply;
    let taken = query(
        "UPDATE jobs SET task = $2, account_id = $3, token_id = $5, total = $4, done = 0, failed = 0
         WHERE id = $1 AND state IN ('mapping', 'ready')",
    )
    .bind(id)
    .bind(task.written()?)
    .bind(membership.account)
    .bind(task.rows)
    .bind(ctx.token())
    .run(&mut tx)
    .await?;
    if taken == 0 {
        return Err(Error::Conflict);
    }
    queue::transition(ctx, &mut tx, id, JobState::Planning).await?;
    tx.commit().await?;
    queue::start(ctx, id, task.rows <= INLINE_LIMIT).await;
    Ok(())
}
