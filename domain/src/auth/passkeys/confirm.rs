//! Showing with a passkey that one is the account's holder.

use super::answer::verify_assertion;
use super::challenge::wrong;
use crate::auth::confirm::confirmed;
use crate::db::query;
use crate::{Context, Error};
use model::passkeys::PasskeyAnswer;

/// As [`crate::auth::confirm`], with a passkey of the actor's in place of the password. Problems at `passkey`.
pub async fn confirm_by_passkey(ctx: &Context, answer: &PasskeyAnswer) -> Result<(), Error> {
    let id = ctx.account()?;
    let assertion =
        verify_assertion(ctx, answer).await?.ok().filter(|assertion| assertion.account == id).ok_or_else(wrong)?;
    let mut tx = ctx.write().await?;
    assertion.take(ctx, &mut tx).await?;
    let (email,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(id).one(&mut tx).await?;
    confirmed(ctx, &mut tx, &email).await?;
    Ok(tx.commit().await?)
}
