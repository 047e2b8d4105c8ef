//! Stopping long work: what is done stays done, the rest is left. An import that has not begun is given up.

use crate::db::query;
use crate::{Context, Error, audit, queue};
use model::ids::JobId;
use model::jobs::JobState;
use model::permissions::Permission;

/// By whoever started it, or a super-user; by a token, needs `users:write` as well. [`Error::Conflict`] once it has ended.
pub async fn cancel(ctx: &Context, slug: &str, id: JobId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    // That it is the actor's own work says nothing of what the token is for.
    if ctx.token().is_some() {
        membership.require(Permission::USERS_WRITE)?;
    }
    super::progress::find(&mut tx, &membership, id).await?;
    let stopped = query(
        "UPDATE jobs SET state = $2, finished_at = $3 WHERE id = $1
             AND state IN ('collecting', 'mapping', 'planning', 'ready', 'running')",
    )
    .bind(id)
    .bind(JobState::Cancelled.name())
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    if stopped == 0 {
        return Err(Error::Conflict);
    }
    queue::delete_file(&mut tx, id).await?;
    audit::Event::new(audit::Action::JobCancel)
        .within(membership.workspace)
        .target(id, "")
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
