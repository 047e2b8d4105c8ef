//! Putting someone into a group by their address.

use super::{GroupChange, update_groups_in};
use crate::db::query;
use crate::{Context, Error, keys};
use model::Problem;
use model::ids::{GroupId, MemberId};
use model::permissions::Permission;
use uuid::Uuid;

/// Needs `users:read`, `users:write`, and everything that the group gives. Problems at `email` and `group`.
pub async fn add_person(ctx: &Context, slug: &str, group: GroupId, email: &str) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    membership.require(Permission::USERS_WRITE)?;
    let found: Option<(Uuid,)> = query(
        "SELECT id FROM members WHERE workspace_id = $1 AND email_key = $2 AND status IN ('active', 'suspended')",
    )
    .bind(membership.workspace)
    .bind(keys::email(email.trim()))
    .optional(&mut tx)
    .await?;
    let (id,) = found.ok_or_else(|| Error::at("email", Problem::UnknownPerson))?;
    update_groups_in(ctx, &mut tx, &membership, MemberId(id), GroupChange::Join(group)).await?;
    Ok(tx.commit().await?)
}
