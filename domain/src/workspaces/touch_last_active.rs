//! Coming to a workspace: what "last active" means.

use crate::clock::micros;
use crate::db::query;
use crate::{Context, Error, Membership, best_effort};
use model::ids::MemberId;
use std::time::Duration;

/// How exact "last active" is, so that a page view rarely writes.
const LAST_ACTIVE_RESOLUTION: Duration = Duration::from_mins(5);

/// The actor's membership, noting that they were here. One read; a write every five minutes at most.
pub async fn touch_last_active(ctx: &Context, slug: &str) -> Result<Membership, Error> {
    let mut tx = ctx.read().await?;
    let (membership, last_active_at) = ctx.membership_and_last_active(&mut tx, slug).await?;
    drop(tx);
    if let Some(member) = membership.member
        && last_active_at < ctx.now() - micros(LAST_ACTIVE_RESOLUTION)
    {
        best_effort(write_last_active(ctx, member).await, "that someone is active")?;
    }
    Ok(membership)
}

async fn write_last_active(ctx: &Context, member: MemberId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    query("UPDATE members SET last_active_at = $2 WHERE id = $1").bind(member).bind(ctx.now()).run(&mut tx).await?;
    Ok(tx.commit().await?)
}
