//! Setting up an authenticator app.

use super::judge::notify;
use super::lock::{first_codes, lock, own_email};
use super::totp::Secret;
use crate::auth::end_all;
use crate::db::query;
use crate::members::refresh_account;
use crate::{Context, Error, audit};
use model::Problem;
use model::security::{Code, FactorChange};

/// Makes a secret for the app; it counts for nothing before [`enable`]. An earlier one that was not enabled is void.
/// Refused to those who sign in at a provider (product rule 12); whoever confirmed long ago gets
/// [`Error::ConfirmationDue`].
pub async fn begin(ctx: &Context) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended adds nothing any more.
    lock(&mut tx, account).await?;
    ctx.require_confirmed(&mut tx).await?;
    let email = own_email(&mut tx, account).await?;
    let begun = query(
        "INSERT INTO authenticators (account_id, sealed, enabled_at, last_step) VALUES ($1, $2, NULL, 0)
         ON CONFLICT (account_id) DO UPDATE SET sealed = $2 WHERE authenticators.enabled_at IS NULL",
    )
    .bind(account)
    .bind(Secret::new(ctx).seal(ctx)?)
    .run(&mut tx)
    .await?;
    if begun == 0 {
        return Err(Error::Conflict);
    }
    audit::Event::new(audit::Action::FactorSetUp).target(account, &email).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}

/// Turns the second factor on for whoever's app shows the right code, and ends the sessions that began without one.
/// Answers the recovery codes, this once; none where a passkey had brought them. Problems at `code`.
pub async fn enable(ctx: &Context, code: &Code) -> Result<Vec<String>, Error> {
    let account = ctx.account()?;
    let session = ctx.session()?;
    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended adds nothing any more.
    lock(&mut tx, account).await?;
    ctx.require_confirmed(&mut tx).await?;
    let email = own_email(&mut tx, account).await?;
    let begun: Option<(Vec<u8>,)> =
        query("SELECT sealed FROM authenticators WHERE account_id = $1 AND enabled_at IS NULL")
            .bind(account)
            .optional(&mut tx)
            .await?;
    let (sealed,) = begun.ok_or(Error::Conflict)?;
    let secret = Secret::open(ctx, &sealed)?;
    let step = match code {
        Code::App(digits) => secret.step_of(digits, ctx.now(), 0)?,
        Code::Recovery(_) => None,
    };
    let step = step.ok_or_else(|| Error::at("code", Problem::WrongCode))?;
    let enabled = query(
        "UPDATE authenticators SET enabled_at = $2, last_step = $3
         WHERE account_id = $1 AND enabled_at IS NULL AND sealed = $4",
    )
    .bind(account)
    .bind(ctx.now())
    .bind(step)
    .bind(sealed)
    .run(&mut tx)
    .await?;
    if enabled == 0 {
        return Err(Error::Conflict);
    }
    let codes = first_codes(ctx, &mut tx, account).await?;
    end_all(&mut tx, account, Some(session)).await?;
    refresh_account(&mut tx, account).await?;
    notify(ctx, &mut tx, account, FactorChange::On).await?;
    audit::Event::new(audit::Action::FactorEnable).target(account, &email).record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(codes)
}
