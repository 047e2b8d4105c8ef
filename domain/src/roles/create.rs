//! A new role.

use super::locked::{lock_all, require_own};
use crate::db::query;
use crate::members::roles::MAX_ROLES;
use crate::members::{Named, require_free_name};
use crate::{Context, Error, audit, keys};
use model::Problem;
use model::ids::RoleId;
use model::permissions::Permission;
use model::roles::RoleInput;

/// Needs `roles:write`, and everything that it allows. Problems at `name` and `permissions`.
pub async fn create(ctx: &Context, slug: &str, new: &RoleInput) -> Result<RoleId, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::ROLES_WRITE)?;
    require_own(&membership, new.permissions)?;
    lock_all(&mut tx, &membership).await?;
    let key = keys::text(&new.name);
    require_free_name(&mut tx, &membership, Named::Role, &key, None).await?;
    let (count,): (i64,) =
        query("SELECT COUNT(*) FROM roles WHERE workspace_id = $1").bind(membership.workspace).one(&mut tx).await?;
    if usize::try_from(count).is_ok_and(|count| count >= MAX_ROLES) {
        return Err(Error::at("form", Problem::TooMany { max: MAX_ROLES }));
    }
    let id: RoleId = ctx.id();
    query(
        "INSERT INTO roles (id, workspace_id, name, name_key, permissions, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, 1)",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(&new.name)
    .bind(key)
    .bind(new.permissions.bits())
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    audit::Event::new(audit::Action::RoleCreate)
        .within(membership.workspace)
        .target(id, &new.name)
        .after(&super::AuditSnapshot::of(&new.name, new.permissions))
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(id)
}
