//! Changing a role. What it allows counts at once, for everyone who has it.

use super::Told;
use super::held::{hold, require_free, require_own};
use super::take_over::{self, Task};
use crate::db::query;
use crate::{Context, Error, audit, groups, keys};
use model::Problem;
use model::ids::RoleId;
use model::merge::Base;
use model::permissions::Permission;
use model::roles::RoleInput;

/// Needs `roles:write`, and everything that the role allowed and is to allow. [`Error::Conflict`] if its name was
/// changed by someone else as well since `base` was read ([`model::merge`]). Nothing is written where nothing changes. Problems at `name`, `permissions`, and `form` where it is built in.
pub async fn edit(
    ctx: &Context,
    slug: &str,
    id: RoleId,
    input: &RoleInput,
    base: impl Into<Base<RoleInput>>,
) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::ROLES_WRITE)?;
    let held = hold(&mut tx, &seat, id).await?;
    held.require_changeable(&seat)?;
    if held.going {
        return Err(Error::at("form", Problem::WrongState));
    }
    let saved = RoleInput { name: held.role.name.clone(), permissions: held.role.permissions };
    let input = base.into().merge(input, &saved, held.version).settled()?;
    require_own(&seat, input.permissions)?;
    if input == saved {
        return Ok(());
    }
    let key = keys::text(&input.name);
    require_free(&mut tx, &seat, &key, Some(id)).await?;
    query("UPDATE roles SET name = $2, name_key = $3, permissions = $4, version = version + 1 WHERE id = $1")
        .bind(id)
        .bind(&input.name)
        .bind(&key)
        .bind(input.permissions.bits())
        .run(&mut tx)
        .await?;
    audit::Event::new("role.edit")
        .within(seat.workspace)
        .target(id, &input.name)
        .changed(&Told::of(&saved.name, saved.permissions), &Told::of(&input.name, input.permissions))
        .record(ctx, &mut tx)
        .await?;
    let (mut job, mut of_groups) = (None, Vec::new());
    if key != keys::text(&held.role.name) {
        job = Some(take_over::add(ctx, &mut tx, &seat, &Task { role: id, becomes: None }).await?);
        of_groups = groups::take_over::add_for_role(ctx, &mut tx, &seat, id).await?;
    }
    tx.commit().await?;
    take_over::begin(ctx, job).await;
    groups::take_over::begin(ctx, of_groups).await;
    Ok(())
}
