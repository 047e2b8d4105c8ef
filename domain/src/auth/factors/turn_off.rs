//! Doing without the app again.

use super::judge::notify;
use super::lock::lock;
use super::required::give_up;
use crate::db::query;
use crate::members::refresh_account;
use crate::{Context, Error, audit};
use model::security::FactorChange;

/// Turns the actor's authenticator app off: its secret is deleted, and the recovery codes where it was the last factor.
/// Refused where it is the last and a workspace asks for one. Whoever confirmed long ago gets
/// [`Error::ConfirmationDue`].
pub async fn turn_off(ctx: &Context) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended adds nothing any more.
    lock(&mut tx, account).await?;
    ctx.require_confirmed(&mut tx).await?;
    let off = query("DELETE FROM authenticators WHERE account_id = $1").bind(account).run(&mut tx).await?;
    if off == 0 {
        return Err(Error::Conflict);
    }
    give_up(&mut tx, account).await?;
    refresh_account(&mut tx, account).await?;
    notify(ctx, &mut tx, account, FactorChange::Off).await?;
    audit::Event::new(audit::Action::FactorDisable).target(account, "").record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
