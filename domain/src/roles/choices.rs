//! The roles that people can choose from.

use crate::members::roles::{Role, assignable, named};
use crate::{Context, Error};
use model::permissions::Permission;

/// The roles that the list can be narrowed to and the wizard can give.
pub async fn choices(ctx: &Context, slug: &str) -> Result<Vec<Role>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    named(&mut tx, &membership).await
}

/// The roles that the actor can give, and whether they can make a super-user; none for whoever edits only themselves.
pub async fn assignable_roles(ctx: &Context, slug: &str) -> Result<(Vec<Role>, bool), Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    if !membership.has(Permission::USERS_WRITE) {
        return Ok((Vec::new(), false));
    }
    Ok((assignable(&mut tx, &membership).await?, membership.super_user))
}

/// The roles that the actor can have a group give; none for whoever doesn't change groups.
pub async fn for_groups(ctx: &Context, slug: &str) -> Result<Vec<Role>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    if !membership.has(Permission::ROLES_WRITE) {
        return Ok(Vec::new());
    }
    assignable(&mut tx, &membership).await
}
