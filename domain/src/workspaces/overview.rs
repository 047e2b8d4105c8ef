//! What Home shows.

use super::{Counter, counted};
use crate::{Context, Error};
use model::permissions::Permission;
use model::workspaces::Overview;

/// The workspace's totals, for those who may see its users.
pub async fn overview(ctx: &Context, slug: &str) -> Result<Option<Overview>, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    if !seat.has(Permission::USERS_READ) {
        return Ok(None);
    }
    let pending = if seat.has(Permission::INVITATIONS_READ) {
        Some(counted(&mut tx, seat.workspace, Counter::PendingInvitations).await?)
    } else {
        None
    };
    Ok(Some(Overview {
        active: counted(&mut tx, seat.workspace, Counter::ActiveMembers).await?,
        suspended: counted(&mut tx, seat.workspace, Counter::SuspendedMembers).await?,
        pending_invitations: pending,
    }))
}
