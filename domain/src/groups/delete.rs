//! Deleting a group. Its people stay, without what it gave them.

use super::held::hold;
use super::take_over::{self, Task};
use crate::db::query;
use crate::{Context, Error, audit};
use model::ids::GroupId;
use model::permissions::Permission;

/// Needs `roles:delete`, and everything that the group gives. It gives nothing from now on; many people are let go in the
/// background.
pub async fn delete(ctx: &Context, slug: &str, id: GroupId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::ROLES_DELETE)?;
    let held = hold(&mut tx, &seat, id).await?;
    held.require_own(&seat)?;
    query("DELETE FROM group_roles WHERE group_id = $1").bind(id).run(&mut tx).await?;
    // Its name is free at once.
    query("UPDATE groups SET going = TRUE, name_key = $2, version = version + 1 WHERE id = $1")
        .bind(id)
        .bind(id.to_string())
        .run(&mut tx)
        .await?;
    audit::Event::new("group.delete")
        .within(seat.workspace)
        .target(id, &held.name)
        .before(&held.told())
        .record(ctx, &mut tx)
        .await?;
    let job = take_over::add(ctx, &mut tx, &seat, &Task::let_go(id)).await?;
    if job.is_none() {
        query("DELETE FROM groups WHERE id = $1").bind(id).run(&mut tx).await?;
    }
    tx.commit().await?;
    take_over::begin(ctx, job).await;
    Ok(())
}
