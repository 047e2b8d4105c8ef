//! A new group.

use super::locked::{AuditSnapshot, require_assignable_roles};
use super::{MAX_GROUPS, locked};
use crate::db::query;
use crate::members::{Named, require_free_name};
use crate::{Context, Error, audit, keys};
use model::Problem;
use model::groups::GroupInput;
use model::ids::GroupId;
use model::permissions::Permission;

/// Needs `roles:write`, and everything that it gives. Nobody is in it yet. Problems at `name`, `roles` and `form`.
pub async fn create(ctx: &Context, slug: &str, new: &GroupInput) -> Result<GroupId, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::ROLES_WRITE)?;
    locked::lock_all(&mut tx, &membership).await?;
    let roles = require_assignable_roles(&mut tx, &membership, &new.roles).await?;
    let key = keys::text(&new.name);
    require_free_name(&mut tx, &membership, Named::Group, &key, None).await?;
    let (count,): (i64,) =
        query("SELECT COUNT(*) FROM groups WHERE workspace_id = $1").bind(membership.workspace).one(&mut tx).await?;
    if usize::try_from(count).is_ok_and(|count| count >= MAX_GROUPS) {
        return Err(Error::at("form", Problem::TooMany { max: MAX_GROUPS }));
    }
    let id: GroupId = ctx.id();
    query(
        "INSERT INTO groups (id, workspace_id, name, name_key, about, version, created_at)
         VALUES ($1, $2, $3, $4, $5, 1, $6)",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(&new.name)
    .bind(key)
    .bind(&new.about)
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    for role in &roles {
        query("INSERT INTO group_roles (group_id, role_id) VALUES ($1, $2)").bind(id).bind(*role).run(&mut tx).await?;
    }
    audit::Event::new(audit::Action::GroupCreate)
        .within(membership.workspace)
        .target(id, &new.name)
        .after(&AuditSnapshot { name: &new.name, about: &new.about, roles: roles.into_iter().collect() })
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(id)
}
