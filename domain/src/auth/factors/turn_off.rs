//! Doing without a second factor again.

use super::codes;
use super::judge::tell;
use super::required::spare_last;
use crate::db::{Tx, query};
use crate::users::refresh_account;
use crate::{Context, Error, audit};
use model::ids::AccountId;
use model::security::FactorChange;

/// Turns the actor's second factor off; its secret and codes are deleted. Refused where it is the last and a workspace asks for
/// one. Whoever confirmed long ago gets [`Error::ConfirmationDue`].
pub async fn turn_off(ctx: &Context) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    ctx.require_confirmed(&mut tx).await?;
    if !take_away(&mut tx, account).await? {
        return Err(Error::Conflict);
    }
    spare_last(&mut tx, account).await?;
    tell(ctx, &mut tx, account, FactorChange::Off).await?;
    audit::Event::new("factor.disable").target(account, "").record(ctx, &mut tx).await?;
    tx.commit().await?;
    ctx.roster.mail_waiting.notify_one();
    Ok(())
}

/// Deletes an account's second factor; answers whether there was one.
pub(crate) async fn take_away(tx: &mut Tx, account: AccountId) -> Result<bool, Error> {
    let taken = query("DELETE FROM authenticators WHERE account_id = $1").bind(account).run(tx).await?;
    codes::delete(tx, account).await?;
    refresh_account(tx, account).await?;
    Ok(taken > 0)
}
