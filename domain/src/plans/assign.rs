//! Giving a workspace its plan, which the operator does at the command line.

use crate::db::query;
use crate::{Context, Error, audit};
use model::Problem;
use model::ids::WorkspaceId;
use serde::Serialize;
use uuid::Uuid;

/// What the audit keeps of it.
#[derive(Serialize)]
struct Snapshot<'a> {
    plan: Option<&'a str>,
}

/// Gives a workspace a plan by its key; none: the default one. The operator's alone. A problem at `plan` where it is not
/// declared. Nothing is taken away from a workspace that has more than the plan allows, and nothing is written where it
/// has the plan already.
pub async fn assign(ctx: &Context, slug: &str, key: Option<&str>) -> Result<(), Error> {
    ctx.require_operator()?;
    if key.is_some_and(|key| ctx.roster.settings.plans.named(key).is_none()) {
        return Err(Error::at("plan", Problem::NotAChoice));
    }
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let select = format!("SELECT plan FROM workspaces WHERE id = $1{}", tx.for_update());
    let (before,): (Option<String>,) = query(select).bind(membership.workspace).one(&mut tx).await?;
    if before.as_deref() == key {
        return Ok(());
    }
    query("UPDATE workspaces SET plan = $2 WHERE id = $1")
        .bind(membership.workspace)
        .bind(key.map(str::to_owned))
        .run(&mut tx)
        .await?;
    audit::Event::new(audit::Action::WorkspaceEdit)
        .within(membership.workspace)
        .target(membership.workspace, &membership.slug)
        .changed(&Snapshot { plan: before.as_deref() }, &Snapshot { plan: key })
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// A workspace and the plan that it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// Its name in addresses.
    pub slug: String,
    /// The plan's key; none: the default one.
    pub plan: Option<String>,
    /// `roster.toml` declares no such plan: the default one counts.
    pub is_unknown: bool,
}

/// Every workspace with its plan, by its name in addresses. The operator's alone.
pub async fn assigned(ctx: &Context) -> Result<Vec<Assigned>, Error> {
    ctx.require_operator()?;
    let mut tx = ctx.read().await?;
    let rows: Vec<(Uuid, String, Option<String>)> =
        query("SELECT id, slug, plan FROM workspaces WHERE deleted_at IS NULL ORDER BY slug").all(&mut tx).await?;
    let plans = &ctx.roster.settings.plans;
    let one = |(id, slug, plan): (Uuid, String, Option<String>)| {
        let is_unknown = plan.as_deref().is_some_and(|key| plans.named(key).is_none());
        super::limits::resolve(ctx, plan.as_deref(), WorkspaceId(id));
        Assigned { slug, plan, is_unknown }
    };
    Ok(rows.into_iter().map(one).collect())
}
