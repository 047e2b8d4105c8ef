//! Who has changed one's account.

use crate::audit::{Happened, concerning};
use crate::{Context, Error};

/// The newest are shown.
const SHOWN: u32 = 50;

/// The last events about the actor's account and memberships, whoever did it; of a membership also what its workspace's audit
/// shows to others only.
pub async fn changes(ctx: &Context) -> Result<Vec<Happened>, Error> {
    let account = ctx.account()?;
    concerning(&mut ctx.read().await?, account, SHOWN).await
}
