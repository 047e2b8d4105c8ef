//! Other recovery codes.

use super::codes;
use super::judge::notify;
use super::lock::{has, lock};
use crate::{Context, Error, audit};
use model::security::FactorChange;

/// Makes new recovery codes, the earlier ones are void; answers them, this once. Whoever confirmed long ago gets
/// [`Error::ConfirmationDue`].
pub async fn renew(ctx: &Context) -> Result<Vec<String>, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended adds nothing any more.
    lock(&mut tx, account).await?;
    ctx.require_confirmed(&mut tx).await?;
    if !has(&mut tx, account).await? {
        return Err(Error::Conflict);
    }
    let codes = codes::make(ctx, &mut tx, account).await?;
    notify(ctx, &mut tx, account, FactorChange::Codes).await?;
    audit::Event::new(audit::Action::FactorRenewCodes).target(account, "").record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(codes)
}
