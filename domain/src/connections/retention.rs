//! What is left of connections when their account goes: nothing.

use crate::Error;
use crate::db::{Tx, query};
use model::ids::AccountId;

/// Deletes an account's connections, with their tokens.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    query("DELETE FROM connections WHERE account_id = $1").bind(account).run(tx).await?;
    Ok(())
}
