//! A workspace's plan, and what is used of it.

use super::limits::{plan_of, room_now, used};
use crate::db::Tx;
use crate::{Context, Error, Membership};
use model::ids::WorkspaceId;
use model::permissions::Permission;
use model::plans::{Limit, LimitUse, PlanUsage, Seats};

/// Every member's to see; what is used of the limits, for those with `settings:read`.
pub async fn usage(ctx: &Context, slug: &str) -> Result<PlanUsage, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let plan = plan_of(ctx, &mut tx, membership.workspace).await?;
    let mut limits = Vec::with_capacity(Limit::ALL.len());
    let may_count = membership.has(Permission::SETTINGS_READ);
    for limit in Limit::ALL.into_iter().filter(|_| may_count) {
        let used = used(ctx, &mut tx, membership.workspace, limit).await?;
        limits.push(LimitUse { limit, used, max: plan.and_then(|plan| plan.max(limit)) });
    }
    Ok(PlanUsage {
        plan: plan.cloned(),
        limits,
        may_list: membership.has(Permission::USERS_READ),
        support: ctx.roster.settings.plans.support.clone(),
    })
}

/// The seats of a workspace, taken and allowed; none where there are as many as one likes.
pub(crate) async fn people(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId) -> Result<Option<LimitUse>, Error> {
    Ok(room_now(ctx, tx, workspace, Limit::People).await?.used().map(|(used, _)| used))
}

/// The seats of a workspace, for those who fill them; none where there are as many as one likes.
pub async fn seats(ctx: &Context, tx: &mut Tx, membership: &Membership) -> Result<Option<Seats>, Error> {
    let may_add = membership.has(Permission::USERS_WRITE) || membership.has(Permission::INVITATIONS_WRITE);
    if !may_add {
        return Ok(None);
    }
    let room = room_now(ctx, tx, membership.workspace, Limit::People).await?;
    Ok(room.used().map(|(used, full)| Seats { left: used.left().unwrap_or_default(), is_near: used.is_near(), full }))
}
