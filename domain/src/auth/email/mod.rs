//! Another address for one's account: shown to be one's own, told to the old one, which can take it back.

mod ask;
mod change;
mod undo;

pub use ask::ask_email_change;
pub use change::{change_email, email_change};
pub use undo::{email_undo, undo_email};

use crate::db::{Tx, query};
use crate::users::refresh_account;
use crate::{Context, Error, keys};
use model::ids::AccountId;

/// Puts the address on the account and into its memberships; [`Error::Conflict`] where another account has it.
async fn put(ctx: &Context, tx: &mut Tx, account: AccountId, email: &str) -> Result<(), Error> {
    if is_taken(tx, account, email).await? {
        return Err(Error::Conflict);
    }
    query("UPDATE accounts SET email = $2, email_key = $3, email_proven_at = $4, version = version + 1 WHERE id = $1")
        .bind(account)
        .bind(email)
        .bind(keys::email(email))
        .bind(ctx.now())
        .run(tx)
        .await?;
    refresh_account(tx, account).await
}

/// Whether another account has the address.
async fn is_taken(tx: &mut Tx, account: AccountId, email: &str) -> Result<bool, Error> {
    let other: Option<(uuid::Uuid,)> = query("SELECT id FROM accounts WHERE email_key = $1 AND id <> $2")
        .bind(keys::email(email))
        .bind(account)
        .optional(tx)
        .await?;
    Ok(other.is_some())
}
