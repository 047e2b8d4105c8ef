//! How long what belongs to signing in is kept.

use crate::clock::{DAY, micros};
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::ids::AccountId;

/// Deletes ended sessions, forgotten browsers and failures, and old attempts to sign in.
pub(crate) async fn sweep(ctx: &Context, tx: &mut Tx) -> Result<(), Error> {
    let now = ctx.now();
    query("DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2")
        .bind(now)
        .bind(now - micros(ctx.roster.settings.session_idle))
        .run(tx)
        .await?;
    query("DELETE FROM answered_challenges WHERE expires_at <= $1").bind(now).run(tx).await?;
    query("DELETE FROM sign_ins WHERE at <= $1 OR (account_id IS NULL AND at <= $2)")
        .bind(now - 90 * DAY)
        .bind(now - DAY)
        .run(tx)
        .await?;
    query("DELETE FROM throttles WHERE last_at <= $1 AND blocked_until <= $2")
        .bind(now - DAY)
        .bind(now)
        .run(tx)
        .await?;
    query("DELETE FROM devices WHERE last_seen_at <= $1").bind(now - 400 * DAY).run(tx).await?;
    Ok(())
}

/// Deletes what an account signs in with, where it has done so, and what its address has asked for.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId, email_key: &str) -> Result<(), Error> {
    for table in ["sessions", "devices", "sign_ins", "authenticators", "passkeys", "recovery_codes"] {
        query(format!("DELETE FROM {table} WHERE account_id = $1")).bind(account).run(tx).await?;
    }
    query("DELETE FROM recovery_requests WHERE email_key = $1").bind(email_key).run(tx).await?;
    super::throttle::erase_account(tx, account).await
}
