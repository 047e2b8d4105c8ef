//! Changing a group. What it gives counts at once, for everyone who is in it.

use super::locked::{AuditSnapshot, lock, require_assignable_roles};
use super::propagate_job::{self, Task};
use crate::db::query;
use crate::members::{Named, require_free_name};
use crate::{Context, Error, audit, keys};
use model::groups::GroupInput;
use model::ids::GroupId;
use model::merge::Base;
use model::permissions::Permission;

/// Needs `roles:write`, and everything that the group gave and is to give. [`Error::Conflict`] if a field was changed
/// by someone else as well since `base` was read ([`model::merge`]). Nothing is written where nothing changes. Problems
/// at `name` and `roles`.
pub async fn edit(
    ctx: &Context,
    slug: &str,
    id: GroupId,
    input: &GroupInput,
    base: impl Into<Base<GroupInput>>,
) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::ROLES_WRITE)?;
    let locked = lock(&mut tx, &membership, id).await?;
    locked.require_own(&membership)?;
    let had = locked.role_ids();
    let saved =
        GroupInput { name: locked.name.clone(), about: locked.about.clone(), roles: had.iter().copied().collect() };
    let input = base.into().merge(input, &saved, locked.version).settled()?;
    let wanted = require_assignable_roles(&mut tx, &membership, &input.roles).await?;
    if input.name == saved.name && input.about == saved.about && wanted == had {
        return Ok(());
    }
    let key = keys::text(&input.name);
    require_free_name(&mut tx, &membership, Named::Group, &key, Some(id.0)).await?;
    query("UPDATE groups SET name = $2, name_key = $3, about = $4, version = version + 1 WHERE id = $1")
        .bind(id)
        .bind(&input.name)
        .bind(key)
        .bind(&input.about)
        .run(&mut tx)
        .await?;
    for role in had.difference(&wanted) {
        query("DELETE FROM group_roles WHERE group_id = $1 AND role_id = $2").bind(id).bind(*role).run(&mut tx).await?;
    }
    for role in wanted.difference(&had) {
        query("INSERT INTO group_roles (group_id, role_id) VALUES ($1, $2)").bind(id).bind(*role).run(&mut tx).await?;
    }
    audit::Event::new(audit::Action::GroupEdit)
        .within(membership.workspace)
        .target(id, &input.name)
        .changed(
            &locked.snapshot(),
            &AuditSnapshot { name: &input.name, about: &input.about, roles: wanted.iter().copied().collect() },
        )
        .record(ctx, &mut tx)
        .await?;
    let job =
        if had == wanted { None } else { propagate_job::add(ctx, &mut tx, &membership, &Task::refresh(id)).await? };
    tx.commit().await?;
    propagate_job::start(ctx, job).await;
    Ok(())
}
