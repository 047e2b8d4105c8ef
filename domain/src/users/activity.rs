//! What was done to a person, and by whom.

use crate::audit::{AuditEvent, recent};
use crate::{Context, Error};
use model::ids::MemberId;

/// The newest are shown.
const PAGE_SIZE: u32 = 50;

/// The last events about a member. Needs `audit:read`.
pub async fn activity(ctx: &Context, slug: &str, id: MemberId) -> Result<Vec<AuditEvent>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    recent(&mut tx, &membership, Some(id.0), PAGE_SIZE).await
}
