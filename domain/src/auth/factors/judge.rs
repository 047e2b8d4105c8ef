//! Whether a code is right.

use super::codes;
use super::totp::Secret;
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::{Context, Error, audit};
use model::ids::AccountId;
use model::security::{Code, FactorChange};
use model::urls::Url;

/// Takes a code of the account's, which is used up by it. The caller has counted the attempt.
pub(super) async fn take(ctx: &Context, tx: &mut Tx, account: AccountId, code: &Code) -> Result<bool, Error> {
    match code {
        Code::App(digits) => of_app(ctx, tx, account, digits).await,
        Code::Recovery(code) => of_recovery(ctx, tx, account, code).await,
    }
}

async fn of_app(ctx: &Context, tx: &mut Tx, account: AccountId, digits: &str) -> Result<bool, Error> {
    let found: Option<(Vec<u8>, i64)> =
        query("SELECT sealed, last_step FROM authenticators WHERE account_id = $1 AND enabled_at IS NOT NULL")
            .bind(account)
            .optional(tx)
            .await?;
    let Some((sealed, last)) = found else { return Ok(false) };
    let secret = Secret::open(ctx, &sealed)?;
    let Some(step) = secret.step_of(digits, ctx.now(), last)? else { return Ok(false) };
    let taken = query("UPDATE authenticators SET last_step = $2 WHERE account_id = $1 AND last_step < $2")
        .bind(account)
        .bind(step)
        .run(tx)
        .await?;
    Ok(taken > 0)
}

async fn of_recovery(ctx: &Context, tx: &mut Tx, account: AccountId, code: &str) -> Result<bool, Error> {
    if !codes::consume(ctx, tx, account, code).await? {
        return Ok(false);
    }
    notify(ctx, tx, account, FactorChange::CodeUsed).await?;
    audit::Event::by_account(audit::Action::FactorUseCode, account).target(account, "").record(ctx, tx).await?;
    Ok(true)
}

/// Tells the holder what has become of their second factor.
pub(in crate::auth) async fn notify(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    what: FactorChange,
) -> Result<(), Error> {
    let link = ctx.link(&Url::Security);
    mail::enqueue_for(ctx, tx, account, &link, |name| Email::FactorChanged { name, what }).await
}
