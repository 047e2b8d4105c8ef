//! A passkey no more.

use super::alone::sign_in_alone;
use crate::auth::factors;
use crate::db::query;
use crate::members::refresh_account;
use crate::{Context, Error, audit, lab};
use model::Problem;
use model::ids::PasskeyId;
use model::security::FactorChange;

/// Takes one of the actor's away, and the recovery codes with the last second factor. Refused where it is the last and
/// a workspace asks for one. [`Error::NotFound`] for any other; whoever confirmed long ago gets
/// [`Error::ConfirmationDue`].
pub async fn remove(ctx: &Context, id: PasskeyId) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended adds nothing any more.
    factors::lock(&mut tx, account).await?;
    ctx.require_confirmed(&mut tx).await?;
    // What decides how one signs in does not end by the way: the password would be back with nobody asked.
    if sign_in_alone(ctx, &mut tx, account).await? && !lab::suffice_without(&mut tx, account, 1).await? {
        return Err(Error::at("form", Problem::PasskeyNeeded));
    }
    let removed: Option<(String,)> = query("DELETE FROM passkeys WHERE id = $1 AND account_id = $2 RETURNING name")
        .bind(id)
        .bind(account)
        .optional(&mut tx)
        .await?;
    let (name,) = removed.ok_or(Error::NotFound)?;
    factors::give_up(&mut tx, account).await?;
    refresh_account(&mut tx, account).await?;
    factors::notify(ctx, &mut tx, account, FactorChange::PasskeyRemoved).await?;
    audit::Event::new(audit::Action::PasskeyRemove).target(account, "").before(&name).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
