//! What signs in to an account, as one thing: listed for whoever comes by a mail, and replaced as a whole by them.

use super::passkeys::Passkey;
use super::throttle::{self, Limit};
use super::{SetBy, end_all, factors, set_password};
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, lab, links, tokens};
use model::ids::AccountId;
use model::security::Keep;
use serde::Serialize;

/// The newest are shown.
const MAX_SESSIONS: i64 = 20;

/// Everything that signs in to an account beside its password.
#[derive(Clone, Debug, Default)]
pub struct SignInMethods {
    /// The last used first, at most twenty.
    pub sessions: Vec<ActiveSession>,
    /// The earliest first.
    pub passkeys: Vec<Passkey>,
    /// Since when an authenticator app counts; none: there is none.
    pub app_since: Option<Micros>,
    /// Recovery codes that can still be used.
    pub codes: i64,
}

/// A browser that is signed in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ActiveSession {
    /// When it last asked for something, to the minute.
    pub last_seen_at: Micros,
    /// The network address that it was begun from; empty where none was known.
    pub address: String,
    /// What the browser said of itself, at most 300 characters; may be empty.
    pub user_agent: String,
}

/// What there is, for whoever is about to replace it.
pub(super) async fn sign_in_methods(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<SignInMethods, Error> {
    let sessions: Vec<ActiveSession> = query(
        "SELECT last_seen_at, address, user_agent FROM sessions
         WHERE account_id = $1 AND expires_at > $2 AND NOT factor_due ORDER BY last_seen_at DESC, id LIMIT $3",
    )
    .bind(account)
    .bind(ctx.now())
    .bind(MAX_SESSIONS)
    .all(tx)
    .await?;
    let passkeys: Vec<Passkey> =
        query("SELECT id, name, created_at, last_used_at FROM passkeys WHERE account_id = $1 ORDER BY created_at, id")
            .bind(account)
            .all(tx)
            .await?;
    let (app_since, codes): (Option<i64>, i64) = query(
        "SELECT (SELECT f.enabled_at FROM authenticators f WHERE f.account_id = a.id),
                (SELECT COUNT(*) FROM recovery_codes c WHERE c.account_id = a.id)
         FROM accounts a WHERE a.id = $1",
    )
    .bind(account)
    .one(tx)
    .await?;
    Ok(SignInMethods { sessions, passkeys, app_since, codes })
}

/// What has been taken away, for the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Removed {
    pub sessions: u64,
    pub tokens: u64,
    pub passkeys: u64,
    pub app: bool,
    pub recovery_codes: u64,
}

/// A new password, and of all else that signs in only what its holder wants to keep: sessions never, since nobody can
/// tell from a mail whose they are. Pending links are void. The caller has locked the account ([`links::lock_account`])
/// and knows that it is the address's reader who asks.
pub(crate) async fn replace(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    hash: &str,
    keep: &Keep,
) -> Result<Removed, Error> {
    set_password(ctx, tx, account, Some(hash), SetBy::Holder).await?;
    remove_all(ctx, tx, account, keep).await
}

/// The account has no password any more, and nothing else that signs in: a link by mail is the only way back. For
/// whoever takes an address back: everything can have been made by someone else, and a request to delete the account as
/// well.
pub(super) async fn clear(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<Removed, Error> {
    set_password(ctx, tx, account, None, SetBy::Holder).await?;
    query("UPDATE accounts SET delete_at = NULL WHERE id = $1").bind(account).run(tx).await?;
    remove_all(ctx, tx, account, &Keep::default()).await
}

async fn remove_all(ctx: &Context, tx: &mut Tx, account: AccountId, keep: &Keep) -> Result<Removed, Error> {
    // Browsers that were used meanwhile are strangers again.
    query("DELETE FROM devices WHERE account_id = $1").bind(account).run(tx).await?;
    let sessions = end_all(tx, account, None).await?;
    let tokens = tokens::revoke_all(ctx, tx, account).await?;
    let taken = factors::take_away(tx, account, keep).await?;
    lab::drop_without_passkeys(ctx, tx, account).await?;
    links::void_pending(tx, account).await?;
    Ok(Removed { sessions, tokens, passkeys: taken.passkeys, app: taken.app, recovery_codes: taken.codes })
}

/// A mail to the account's address has been answered: it is its holder's, and memberships that waited for that are
/// open. Whoever made the account or set its password knows nothing any more that signs in: the caller has seen to
/// that.
pub(crate) async fn mark_email_verified(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    query("UPDATE accounts SET email_verified_at = $2, credentials_set_by = NULL WHERE id = $1")
        .bind(account)
        .bind(ctx.now())
        .run(tx)
        .await?;
    // Guesses that others made at its password no longer delay its holder.
    let (email_key,): (String,) = query("SELECT email_key FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    throttle::forget(tx, &[Limit::account(&email_key)]).await?;
    // Only for the address that was proven: one that the account had before, or gets later, opens nothing.
    query(
        "UPDATE members SET verify_email_key = NULL, version = version + 1
         WHERE account_id = $1 AND verify_email_key = (SELECT a.email_key FROM accounts a WHERE a.id = $1)",
    )
    .bind(account)
    .run(tx)
    .await?;
    Ok(())
}

/// Whether others may know how to sign in: they made the account or set its password, and no mail has proven the
/// address since.
pub(crate) async fn set_by_others(tx: &mut Tx, account: AccountId) -> Result<bool, Error> {
    let (others,): (bool,) =
        query("SELECT credentials_set_by IS NOT NULL FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    Ok(others)
}
