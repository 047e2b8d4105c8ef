//! What an account has, for those who change it.

use super::codes;
use crate::db::{Tx, query};
use crate::members::refresh_account;
use crate::{Context, Error, identities, links};
use model::ids::{AccountId, PasskeyId};
use model::security::Keep;

/// Locks an account's second factors until the transaction ends: changes of them go one after the other.
pub(in crate::auth) async fn lock(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    links::lock_account(tx, account).await.map(|_| ())
}

pub(in crate::auth) async fn has(tx: &mut Tx, account: AccountId) -> Result<bool, Error> {
    let (has,): (bool,) =
        query("SELECT EXISTS (SELECT 1 FROM second_factors WHERE account_id = $1)").bind(account).one(tx).await?;
    Ok(has)
}

/// The recovery codes that come with the first factor; none where there are some already.
pub(in crate::auth) async fn first_codes(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<Vec<String>, Error> {
    let (some,): (bool,) =
        query("SELECT EXISTS (SELECT 1 FROM recovery_codes WHERE account_id = $1)").bind(account).one(tx).await?;
    if some { Ok(Vec::new()) } else { codes::make(ctx, tx, account).await }
}

/// How much was taken away.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RemovedFactors {
    pub passkeys: u64,
    pub app: bool,
    pub codes: u64,
}

/// Takes an account's second factors away, and one that is being set up, but for those to keep. Recovery codes go with
/// the last factor whatever is kept: there is nothing left for them to stand for.
pub(crate) async fn take_away(tx: &mut Tx, account: AccountId, keep: &Keep) -> Result<RemovedFactors, Error> {
    lock(tx, account).await?;
    let had: Vec<(uuid::Uuid,)> = query("SELECT id FROM passkeys WHERE account_id = $1").bind(account).all(tx).await?;
    let mut passkeys = 0;
    for (id,) in had.into_iter().filter(|(id,)| !keep.passkeys.contains(&PasskeyId(*id))) {
        passkeys += query("DELETE FROM passkeys WHERE id = $1").bind(id).run(tx).await?;
    }
    let enabled: Option<(bool,)> = query("SELECT enabled_at IS NOT NULL FROM authenticators WHERE account_id = $1")
        .bind(account)
        .optional(tx)
        .await?;
    let keeps_app = keep.app && enabled == Some((true,));
    if !keeps_app {
        query("DELETE FROM authenticators WHERE account_id = $1").bind(account).run(tx).await?;
    }
    let keeps_codes = keep.codes && has(tx, account).await?;
    let codes = if keeps_codes { 0 } else { codes::delete(tx, account).await? };
    refresh_account(tx, account).await?;
    Ok(RemovedFactors { passkeys, app: enabled == Some((true,)) && !keeps_app, codes })
}

/// The account's address; refused to those who sign in at a provider (product rule 12).
pub(in crate::auth) async fn own_email(tx: &mut Tx, account: AccountId) -> Result<String, Error> {
    identities::require_none(tx, account, "form").await?;
    let (email,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    Ok(email)
}
