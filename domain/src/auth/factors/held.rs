//! What an account has, for those who change it.

use super::codes;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::users::refresh_account;
use crate::{Context, Error};
use model::Problem;
use model::ids::AccountId;

/// Holds an account's second factors, until the transaction ends: changes of them go one after the other.
pub(in crate::auth) async fn hold(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    query("UPDATE accounts SET version = version WHERE id = $1").bind(account).run(tx).await?;
    Ok(())
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

/// Takes all second factors of an account away, or those alone that were set up since a moment.
pub(crate) async fn take_away(tx: &mut Tx, account: AccountId, since: Option<Micros>) -> Result<(), Error> {
    hold(tx, account).await?;
    for (table, begun) in [("authenticators", "COALESCE(enabled_at, $2)"), ("passkeys", "created_at")] {
        query(format!("DELETE FROM {table} WHERE account_id = $1 AND {begun} >= $2"))
            .bind(account)
            .bind(since.unwrap_or_default())
            .run(tx)
            .await?;
    }
    if !has(tx, account).await? {
        codes::delete(tx, account).await?;
    }
    refresh_account(tx, account).await
}

/// The account's address; refused to those who sign in at a provider (product rule 12).
pub(in crate::auth) async fn own_email(tx: &mut Tx, account: AccountId) -> Result<String, Error> {
    let (email, sso): (String, Option<String>) =
        query("SELECT email, sso FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    if sso.is_some() { Err(Error::at("form", Problem::SignsInElsewhere)) } else { Ok(email) }
}
