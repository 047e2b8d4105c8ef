//! Another address for one's account: shown to be one's own, told to the old one, which can take it back.

mod ask;
mod change;
mod undo;

pub use ask::ask_email_change;
pub use change::{change_email, email_change};
pub use undo::{email_undo, undo_email};

use crate::db::{Tx, query};
use crate::members::refresh_account;
use crate::{Context, Error, keys, links};
use model::ids::AccountId;

/// Puts the address on the account and into its memberships; [`Error::Conflict`] where another account has it, or it is
/// kept for one that had it.
async fn set_email(ctx: &Context, tx: &mut Tx, account: AccountId, email: &str) -> Result<(), Error> {
    if is_taken(ctx, tx, account, email).await? {
        return Err(Error::Conflict);
    }
    let key = keys::email(email);
    let written = query(
        "UPDATE accounts SET email = $2, email_key = $3, email_verified_at = $4, version = version + 1 WHERE id = $1",
    )
    .bind(account)
    .bind(email)
    .bind(&key)
    .bind(ctx.now())
    .run(tx)
    .await;
    match written {
        Ok(_) => {}
        // Another account got it between the question and the answer; the transaction ends with this.
        Err(error) if error.is_duplicate() => return Err(Error::Conflict),
        Err(error) => return Err(error.into()),
    }
    if links::is_reserved(ctx, tx, &key, Some(account)).await? {
        return Err(Error::Conflict);
    }
    refresh_account(tx, account).await
}

/// Whether another account has the address, or it is kept for one that had it: the two are answered alike.
async fn is_taken(ctx: &Context, tx: &mut Tx, account: AccountId, email: &str) -> Result<bool, Error> {
    let key = keys::email(email);
    let other: Option<(uuid::Uuid,)> = query("SELECT id FROM accounts WHERE email_key = $1 AND id <> $2")
        .bind(&key)
        .bind(account)
        .optional(tx)
        .await?;
    Ok(other.is_some() || links::is_reserved(ctx, tx, &key, Some(account)).await?)
}
