//! Deleting a group. Its people stay, without what it gave them.

use super::locked::lock;
use super::propagate_job::{self, Task};
use crate::db::query;
use crate::members::require_version;
use crate::{Context, Error, audit};
use model::ids::GroupId;
use model::permissions::Permission;

/// Needs `roles:delete`, and everything that the group gives. It gives nothing from now on; many people are let go in
/// the background. [`Error::Conflict`] where a version is meant that is not the present one any more.
pub async fn delete(ctx: &Context, slug: &str, id: GroupId, version: Option<i64>) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::ROLES_DELETE)?;
    let locked = lock(&mut tx, &membership, id).await?;
    locked.require_own(&membership)?;
    require_version(version, locked.version)?;
    query("DELETE FROM group_roles WHERE group_id = $1").bind(id).run(&mut tx).await?;
    // Its name is free at once.
    query("UPDATE groups SET deleting = TRUE, name_key = $2, version = version + 1 WHERE id = $1")
        .bind(id)
        .bind(id.to_string())
        .run(&mut tx)
        .await?;
    audit::Event::new(audit::Action::GroupDelete)
        .within(membership.workspace)
        .target(id, &locked.name)
        .before(&locked.snapshot())
        .record(ctx, &mut tx)
        .await?;
    let job = propagate_job::add(ctx, &mut tx, &membership, &Task::let_go(id)).await?;
    if job.is_none() {
        query("DELETE FROM groups WHERE id = $1").bind(id).run(&mut tx).await?;
    }
    tx.commit().await?;
    propagate_job::start(ctx, job).await;
    Ok(())
}
