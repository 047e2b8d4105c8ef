//! Other recovery codes.

use super::codes;
use super::held::{has, hold};
use super::judge::tell;
use crate::{Context, Error, audit};
use model::security::FactorChange;

/// Makes new recovery codes, the earlier ones are void; answers them, this once. Whoever confirmed long ago gets
/// [`Error::ConfirmationDue`].
pub async fn renew(ctx: &Context) -> Result<Vec<String>, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    ctx.require_confirmed(&mut tx).await?;
    // Held: two that renew at once go one after the other.
    hold(&mut tx, account).await?;
    if !has(&mut tx, account).await? {
        return Err(Error::Conflict);
    }
    let codes = codes::make(ctx, &mut tx, account).await?;
    tell(ctx, &mut tx, account, FactorChange::Codes).await?;
    audit::Event::new("factor.codes").target(account, "").record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(codes)
}
