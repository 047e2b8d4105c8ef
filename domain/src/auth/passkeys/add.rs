//! A new passkey.

use super::MAX_PASSKEYS;
use super::challenge::{open, spend, wrong};
use super::party::party;
use crate::auth::{end_all, factors};
use crate::db::query;
use crate::members::refresh_account;
use crate::{Context, Error, audit, stored};
use model::Problem;
use model::ids::PasskeyId;
use model::passkeys::PasskeyAnswer;
use model::security::FactorChange;
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential};

/// What the challenge is sealed for.
pub(super) const PURPOSE: &str = "passkey to add";

/// Keeps the passkey that a device has made. Where it is the first second factor, recovery codes come with it, shown
/// this once, and the sessions that began without end. Whoever confirmed long ago gets [`Error::ConfirmationDue`].
/// Problems at `passkey` and `form`.
pub async fn add(ctx: &Context, name: &str, answer: &PasskeyAnswer) -> Result<Vec<String>, Error> {
    let account = ctx.account()?;
    let session = ctx.session()?;
    let state: PasskeyRegistration = open(ctx, PURPOSE, &answer.challenge).ok_or_else(wrong)?;
    let made: RegisterPublicKeyCredential = serde_json::from_str(&answer.credential).map_err(|_| wrong())?;
    let passkey = party(&ctx.roster.settings)?.finish_passkey_registration(&made, &state).map_err(|_| wrong())?;

    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended adds nothing any more.
    factors::lock(&mut tx, account).await?;
    ctx.require_confirmed(&mut tx).await?;
    let email = factors::own_email(&mut tx, account).await?;
    spend(ctx, &mut tx, &answer.challenge).await?;
    let first = !factors::has(&mut tx, account).await?;
    let (count,): (i64,) =
        query("SELECT COUNT(*) FROM passkeys WHERE account_id = $1").bind(account).one(&mut tx).await?;
    if usize::try_from(count).is_ok_and(|count| count >= MAX_PASSKEYS) {
        return Err(Error::at("form", Problem::TooMany { max: MAX_PASSKEYS }));
    }
    let id: PasskeyId = ctx.id();
    let added = query(
        "INSERT INTO passkeys (id, account_id, credential_id, credential, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (credential_id) DO NOTHING",
    )
    .bind(id)
    .bind(account)
    .bind(passkey.cred_id().as_slice().to_vec())
    .bind(stored::written(&passkey, "a passkey")?)
    .bind(name)
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    if added == 0 {
        return Err(Error::at("passkey", Problem::PasskeyKnown));
    }
    let mut codes = Vec::new();
    if first {
        codes = factors::first_codes(ctx, &mut tx, account).await?;
        end_all(&mut tx, account, Some(session)).await?;
        refresh_account(&mut tx, account).await?;
    }
    factors::notify(ctx, &mut tx, account, FactorChange::PasskeyAdded).await?;
    audit::Event::new(audit::Action::PasskeyAdd).target(account, &email).after(&name).record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(codes)
}
