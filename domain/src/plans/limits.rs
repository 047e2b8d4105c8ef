//! The one rule: what grows is counted under a lock, against what the plan allows.

use crate::db::{Tx, query};
use crate::members::{Counter, MemberCounts};
use crate::{Actor, Context, Error, Principal, Via, token_limits};
use model::ids::WorkspaceId;
use model::plans::{Limit, LimitUse, Plan, PlanLimit};

/// The plan of a workspace; none: it has no limits.
pub async fn plan_of<'a>(ctx: &'a Context, tx: &mut Tx, workspace: WorkspaceId) -> Result<Option<&'a Plan>, Error> {
    let (stored,): (Option<String>,) =
        query("SELECT plan FROM workspaces WHERE id = $1").bind(workspace).one(tx).await?;
    Ok(resolve(ctx, stored.as_deref(), workspace))
}

/// The plan that a workspace is stored with. One that is declared no more is logged: its workspace has the default one
/// until the operator gives it another.
pub(super) fn resolve<'a>(ctx: &'a Context, stored: Option<&str>, workspace: WorkspaceId) -> Option<&'a Plan> {
    let plans = &ctx.roster.settings.plans;
    if let Some(key) = stored.filter(|key| plans.named(key).is_none()) {
        tracing::warn!(%workspace, plan = key, "roster.toml declares no such plan");
    }
    plans.of(stored)
}

/// How much room a plan leaves, while the transaction holds what could take it.
#[derive(Debug)]
pub struct Room(Option<PlanRoom>);

#[derive(Debug)]
struct PlanRoom {
    plan: Plan,
    support: String,
    used: LimitUse,
}

impl Room {
    /// Refuses one more by [`Error::PlanLimit`]. What is there stays, also where the plan was lowered below it.
    pub fn require_one(&self) -> Result<(), Error> {
        match self.limit_reached(0) {
            Some(full) => Err(Error::PlanLimit(Box::new(full))),
            None => Ok(()),
        }
    }

    /// What refuses one more than so many more; none where there is room.
    pub(crate) fn limit_reached(&self, more: u64) -> Option<PlanLimit> {
        let (used, full) = self.used()?;
        (used.used.saturating_add(more) >= full.max).then_some(full)
    }

    /// How much is used, and what refuses more than the plan allows; none where it is unlimited.
    pub(super) fn used(&self) -> Option<(LimitUse, PlanLimit)> {
        let PlanRoom { plan, support, used } = self.0.as_ref()?;
        let full = PlanLimit { limit: used.limit, plan: plan.name.clone(), max: used.max?, support: support.clone() };
        Some((*used, full))
    }
}

/// What the plan leaves of a limit. Whoever wants some of it waits until this transaction has ended: of two who want the
/// last seat at once, one gets it. Called before any member is locked, as
/// the lock of super-users is. Asks nothing where no plan has the limit.
pub async fn room(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId, limit: Limit) -> Result<Room, Error> {
    // `roster seed` fills workspaces to look at.
    let is_seeding = matches!(ctx.actor, Actor::Account(Principal { via: Via::Operator, .. }));
    if is_seeding || !ctx.roster.settings.plans.is_limited(limit) {
        return Ok(Room(None));
    }
    let select = format!("SELECT plan FROM workspaces WHERE id = $1{}", tx.for_update());
    let (stored,): (Option<String>,) = query(select).bind(workspace).one(tx).await?;
    free(ctx, tx, workspace, stored.as_deref(), limit).await
}

/// The same without waiting and without holding anything: for a plan of work, which the work asks again.
pub(crate) async fn room_now(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId, limit: Limit) -> Result<Room, Error> {
    if !ctx.roster.settings.plans.is_limited(limit) {
        return Ok(Room(None));
    }
    let (stored,): (Option<String>,) =
        query("SELECT plan FROM workspaces WHERE id = $1").bind(workspace).one(tx).await?;
    free(ctx, tx, workspace, stored.as_deref(), limit).await
}

async fn free(
    ctx: &Context,
    tx: &mut Tx,
    workspace: WorkspaceId,
    stored: Option<&str>,
    limit: Limit,
) -> Result<Room, Error> {
    let Some(plan) = resolve(ctx, stored, workspace) else { return Ok(Room(None)) };
    let Some(max) = plan.max(limit) else { return Ok(Room(None)) };
    let used = LimitUse { limit, used: used(ctx, tx, workspace, limit).await?, max: Some(max) };
    Ok(Room(Some(PlanRoom { plan: plan.clone(), support: ctx.roster.settings.plans.support.clone(), used })))
}

/// How much of it there is. Seats are those of the counters, so that a workspace of a million is not counted.
pub(super) async fn used(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId, limit: Limit) -> Result<u64, Error> {
    let count = match limit {
        Limit::People => {
            let counts = MemberCounts::of(tx, workspace).await?;
            counts.get(Counter::ActiveMembers) + counts.get(Counter::PendingInvitations)
        }
        Limit::Tokens => {
            let select = format!("SELECT COUNT(*) FROM tokens t WHERE t.workspace_id = $1 AND {}", token_limits::WORKS);
            let (count,): (i64,) = query(select).bind(workspace).bind(ctx.now()).one(tx).await?;
            count
        }
        Limit::Webhooks => {
            let select = query("SELECT COUNT(*) FROM webhook_endpoints WHERE workspace_id = $1");
            let (count,): (i64,) = select.bind(workspace).one(tx).await?;
            count
        }
    };
    Ok(u64::try_from(count).unwrap_or_default())
}
