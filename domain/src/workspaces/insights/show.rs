//! What the page asks for.

use super::counts::{Counts, counts};
use super::forecast::Forecast;
use super::months::{MonthFlow, flows};
use crate::members::{Counter, MemberCounts};
use crate::{Context, Error, lab, plans};
use model::lab::Feature;
use model::permissions::Permission;

/// How the workspace moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insights {
    /// Oldest first; the last one is not over yet.
    pub months: Vec<MonthFlow>,
    /// None: the worker has not counted so many people yet.
    pub counts: Option<Counts>,
    /// Of the plan's seats.
    pub forecast: Forecast,
}

/// Needs `users:read`, and the feature to be on: [`Error::NotFound`] otherwise. A constant number of queries, of which none walks the people of a large workspace.
pub async fn insights(ctx: &Context, slug: &str) -> Result<Insights, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    lab::require(ctx, &mut tx, Some(slug), Feature::Insights).await?;
    let active = MemberCounts::of(&mut tx, membership.workspace).await?.get(Counter::ActiveMembers);
    let months = flows(&mut tx, membership.workspace, active, ctx.now()).await?;
    let counts = counts(ctx, &mut tx, membership.workspace, active).await?;
    let seats = plans::people(ctx, &mut tx, membership.workspace).await?;
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let seats = seats.and_then(|people| Some((whole(people.used), whole(people.max?))));
    // The month that is not over says nothing, and the first one may have begun at its end.
    let full: Vec<i64> = months.iter().rev().skip(1).rev().map(|flow| flow.change).collect();
    Ok(Insights { forecast: Forecast::of(full.get(1..).unwrap_or_default(), seats), months, counts })
}
