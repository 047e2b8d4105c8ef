//! What was done to a person, and by whom.

use crate::audit::{Happened, recent};
use crate::{Context, Error};
use model::ids::MemberId;

/// The newest are shown.
const SHOWN: u32 = 50;

/// The last events about a member. Needs `audit:read`.
pub async fn activity(ctx: &Context, slug: &str, id: MemberId) -> Result<Vec<Happened>, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    recent(&mut tx, &seat, Some(id.0), SHOWN).await
}
