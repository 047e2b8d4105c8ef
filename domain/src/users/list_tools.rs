//! What stands above the list.

use super::views::views_in;
use crate::members::roles::{self, Role};
use crate::{Context, Error, groups, plans};
use model::permissions::Permission;
use model::plans::Seats;
use model::users::View;

/// The roles and groups that the list can be narrowed to, the roles that the actor can give, and the views that were
/// kept.
#[derive(Clone, Debug)]
pub struct ListTools {
    /// All of the workspace.
    pub roles: Vec<Role>,
    /// Those that the actor can give; empty without `users:write`.
    pub assignable: Vec<Role>,
    /// By name, with whether the actor may put people into them.
    pub groups: Vec<groups::Choice>,
    /// The actor's own, and those that are shared.
    pub views: Vec<View>,
    /// For those who add people; none where there are as many as one likes.
    pub seats: Option<Seats>,
}

/// Needs `users:read`. A constant number of queries.
pub async fn list_tools(ctx: &Context, slug: &str) -> Result<ListTools, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    let (roles, mut assignable) = roles::named_and_assignable(&mut tx, &membership).await?;
    if !membership.has(Permission::USERS_WRITE) {
        assignable.clear();
    }
    Ok(ListTools {
        roles,
        assignable,
        groups: groups::choices_in(&mut tx, &membership).await?,
        views: views_in(&mut tx, &membership).await?,
        seats: plans::seats(ctx, &mut tx, &membership).await?,
    })
}
