//! A new group.

use super::held::{Told, giveable, require_free};
use super::{MOST, held};
use crate::db::query;
use crate::{Context, Error, audit, keys};
use model::Problem;
use model::groups::GroupInput;
use model::ids::GroupId;
use model::permissions::Permission;

/// Needs `roles:write`, and everything that it gives. Nobody is in it yet. Problems at `name`, `roles` and `form`.
pub async fn create(ctx: &Context, slug: &str, new: &GroupInput) -> Result<GroupId, Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::ROLES_WRITE)?;
    held::hold_all(&mut tx, &seat).await?;
    let roles = giveable(&mut tx, &seat, &new.roles).await?;
    let key = keys::text(&new.name);
    require_free(&mut tx, &seat, &key, None).await?;
    let (count,): (i64,) =
        query("SELECT COUNT(*) FROM groups WHERE workspace_id = $1").bind(seat.workspace).one(&mut tx).await?;
    if usize::try_from(count).is_ok_and(|count| count >= MOST) {
        return Err(Error::at("form", Problem::TooMany { max: MOST }));
    }
    let id: GroupId = ctx.id();
    query(
        "INSERT INTO groups (id, workspace_id, name, name_key, about, version, created_at)
         VALUES ($1, $2, $3, $4, $5, 1, $6)",
    )
    .bind(id)
    .bind(seat.workspace)
    .bind(&new.name)
    .bind(key)
    .bind(&new.about)
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    for role in &roles {
        query("INSERT INTO group_roles (group_id, role_id) VALUES ($1, $2)").bind(id).bind(*role).run(&mut tx).await?;
    }
    audit::Event::new("group.create")
        .within(seat.workspace)
        .target(id, &new.name)
        .after(&Told { name: &new.name, about: &new.about, roles: roles.into_iter().collect() })
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(id)
}
