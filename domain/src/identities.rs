//! Identities at a provider: who signs in elsewhere. Whoever has one has no password, second factor or passkey here
//! that counts (product rule 12).

use crate::Error;
use crate::db::{Tx, query};
use model::Problem;
use model::ids::AccountId;

/// SQL that is true for accounts with an identity at a provider; `account` is an SQL expression of the account's id.
pub(crate) fn exists_sql(account: &str) -> String {
    format!("EXISTS (SELECT 1 FROM identities i WHERE i.account_id = {account})")
}

/// The name of the provider at which the account's holder signs in; none for those who sign in here.
pub(crate) async fn provider_of(tx: &mut Tx, account: AccountId) -> Result<Option<String>, Error> {
    let provider: Option<(String,)> =
        query("SELECT name FROM identities WHERE account_id = $1 ORDER BY created_at, issuer LIMIT 1")
            .bind(account)
            .optional(tx)
            .await?;
    Ok(provider.map(|(provider,)| provider))
}

/// What changes how someone signs in here is refused to those who do so at a provider: a problem at `field`.
pub(crate) async fn require_none(tx: &mut Tx, account: AccountId, field: &str) -> Result<(), Error> {
    match provider_of(tx, account).await? {
        Some(_) => Err(Error::at(field, Problem::SignsInElsewhere)),
        None => Ok(()),
    }
}

/// Deletes an account's identities.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    query("DELETE FROM identities WHERE account_id = $1").bind(account).run(tx).await?;
    Ok(())
}
