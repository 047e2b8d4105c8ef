//! Coming to a workspace: what "last active" means.

use crate::clock::Micros;
use crate::db::query;
use crate::{Context, Error, Seat, best_effort};
use model::ids::MemberId;

/// How exact "last active" is, so that a page view rarely writes.
const GRAIN: Micros = 300_000_000;

/// The actor's seat, noting that they were here. One read; a write every five minutes at most.
pub async fn visit(ctx: &Context, slug: &str) -> Result<Seat, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    let Some(member) = seat.member else { return Ok(seat) };
    let stale = ctx.now() - GRAIN;
    let due: Option<(i64,)> = query("SELECT last_active_at FROM members WHERE id = $1 AND last_active_at < $2")
        .bind(member)
        .bind(stale)
        .optional(&mut tx)
        .await?;
    drop(tx);
    if due.is_some() {
        best_effort(touch_last_active(ctx, member).await, "that someone is active")?;
    }
    Ok(seat)
}

async fn touch_last_active(ctx: &Context, member: MemberId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    query("UPDATE members SET last_active_at = $2 WHERE id = $1").bind(member).bind(ctx.now()).run(&mut tx).await?;
    Ok(tx.commit().await?)
}
