//! Changing a role. What it allows counts at once, for everyone who has it.

use super::AuditSnapshot;
use super::locked::{lock, require_own};
use super::propagate_job::{self, Task};
use crate::db::query;
use crate::members::{Named, require_free_name};
use crate::{Context, Error, audit, groups, keys};
use model::Problem;
use model::ids::RoleId;
use model::merge::Base;
use model::permissions::Permission;
use model::roles::RoleInput;

/// Needs `roles:write`, and everything that the role allowed and is to allow. [`Error::Conflict`] if its name was
/// changed by someone else as well since `base` was read ([`model::merge`]). Nothing is written where nothing changes.
/// Problems at `name`, `permissions`, and `form` where it is built in.
pub async fn edit(
    ctx: &Context,
    slug: &str,
    id: RoleId,
    input: &RoleInput,
    base: impl Into<Base<RoleInput>>,
) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::ROLES_WRITE)?;
    let locked = lock(&mut tx, &membership, id).await?;
    locked.require_changeable(&membership)?;
    if locked.deleting {
        return Err(Error::at("form", Problem::WrongState));
    }
    let saved = RoleInput { name: locked.role.name.clone(), permissions: locked.role.permissions };
    let input = base.into().merge(input, &saved, locked.version).settled()?;
    require_own(&membership, input.permissions)?;
    if input == saved {
        return Ok(());
    }
    let key = keys::text(&input.name);
    require_free_name(&mut tx, &membership, Named::Role, &key, Some(id.0)).await?;
    query("UPDATE roles SET name = $2, name_key = $3, permissions = $4, version = version + 1 WHERE id = $1")
        .bind(id)
        .bind(&input.name)
        .bind(&key)
        .bind(input.permissions.bits())
        .run(&mut tx)
        .await?;
    audit::Event::new(audit::Action::RoleEdit)
        .within(membership.workspace)
        .target(id, &input.name)
        .changed(&AuditSnapshot::of(&saved.name, saved.permissions), &AuditSnapshot::of(&input.name, input.permissions))
        .record(ctx, &mut tx)
        .await?;
    let (mut job, mut of_groups) = (None, Vec::new());
    if key != keys::text(&locked.role.name) {
        job = Some(propagate_job::add(ctx, &mut tx, &membership, &Task { role: id, replaced_by: None }).await?);
        of_groups = groups::propagate_job::add_for_role(ctx, &mut tx, &membership, id).await?;
    }
    tx.commit().await?;
    propagate_job::start(ctx, job).await;
    groups::propagate_job::start(ctx, of_groups).await;
    Ok(())
}
