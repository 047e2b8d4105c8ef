//! What time does by itself: memberships end on their day, and removed people are forgotten after 30 days.

use super::restore::RESTORABLE;
use crate::clock::micros;
use crate::db::{Tx, query};
use crate::members::delete;
use crate::members::{Counter, Target, count};
use crate::{Context, Error, Membership, audit};
use model::ids::MemberId;
use model::users::Status;
use uuid::Uuid;

/// A transaction's worth.
const BATCH: i64 = 200;

/// Ends and forgets what is due. Access has ended by the clock already: here the rows follow.
pub async fn expire(ctx: &Context) -> Result<(), Error> {
    while end(ctx).await? || forget(ctx).await? {}
    Ok(())
}

/// Whether there may be more.
async fn end(ctx: &Context) -> Result<bool, Error> {
    let mut tx = ctx.write().await?;
    let due: Vec<(Uuid, String)> = query(
        "SELECT m.id, w.slug FROM members m JOIN workspaces w ON w.id = m.workspace_id
         WHERE m.ends_at <= $1 AND m.status IN ('active', 'suspended') AND w.deleted_at IS NULL LIMIT $2",
    )
    .bind(ctx.now())
    .bind(BATCH)
    .all(&mut tx)
    .await?;
    for (id, slug) in &due {
        let membership = ctx.membership(&mut tx, slug).await?;
        end_one(ctx, &mut tx, &membership, (*id).into()).await?;
    }
    tx.commit().await?;
    Ok(due.len() == usize::try_from(BATCH).unwrap_or_default())
}

async fn end_one(ctx: &Context, tx: &mut Tx, membership: &Membership, id: MemberId) -> Result<(), Error> {
    let target = Target::lock(ctx, tx, membership, id).await?;
    target.set_status(ctx, tx, membership, Status::Removed).await?;
    target.end_sessions(tx).await?;
    audit::Event::new(audit::Action::MemberEnd)
        .within(membership.workspace)
        .target(id, &target.email)
        .record(ctx, tx)
        .await
}

async fn forget(ctx: &Context) -> Result<bool, Error> {
    let mut tx = ctx.write().await?;
    let due: Vec<(Uuid, Uuid, String)> =
        query("SELECT id, workspace_id, email FROM members WHERE removed_at < $1 AND status = 'removed' LIMIT $2")
            .bind(ctx.now() - micros(RESTORABLE))
            .bind(BATCH)
            .all(&mut tx)
            .await?;
    for (id, workspace, email) in &due {
        delete(&mut tx, (*id).into()).await?;
        count(ctx, &mut tx, (*workspace).into(), Counter::RemovedMembers, -1).await?;
        audit::Event::new(audit::Action::MemberPurge)
            .within((*workspace).into())
            .target(MemberId(*id), email)
            .record(ctx, &mut tx)
            .await?;
    }
    tx.commit().await?;
    Ok(due.len() == usize::try_from(BATCH).unwrap_or_default())
}
