//! Who has changed one's account.

use crate::audit::{AuditEvent, events_about};
use crate::{Context, Error};

/// The newest are shown.
const PAGE_SIZE: u32 = 50;

/// The last events about the actor's account and memberships, whoever did it; of a membership also what its workspace's
/// audit shows to others only.
pub async fn changes(ctx: &Context) -> Result<Vec<AuditEvent>, Error> {
    let account = ctx.account()?;
    events_about(&mut ctx.read().await?, account, PAGE_SIZE).await
}
