//! Using the link.

use super::stand;
use crate::auth::end_all;
use crate::db::query;
use crate::links::{self, Held, Kind};
use crate::mail::{self, Letter};
use crate::{Context, Error, audit, passwords};
use model::accounts::Password;

/// The address of the account that a link opens; none where it can't be used. Looking changes nothing.
pub async fn recoverable(ctx: &Context, token: &str) -> Result<Option<String>, Error> {
    let mut tx = ctx.read().await?;
    let Some(held) = links::look(ctx, &mut tx, Kind::Recover, token).await? else { return Ok(None) };
    if stand(&mut tx, held.account).await? != held.data {
        return Ok(None);
    }
    let (email,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(held.account).one(&mut tx).await?;
    Ok(Some(email))
}

/// Sets a new password and ends all sessions; the person signs in with it, and with a second factor if they have one. Once: of
/// parallel attempts one wins, the rest get [`Error::Conflict`]. Problems at `password`, which leave the link as it was.
pub async fn recover(ctx: &Context, token: &str, password: &Password) -> Result<(), Error> {
    let mut tx = ctx.read().await?;
    let held = links::look(ctx, &mut tx, Kind::Recover, token).await?.ok_or(Error::Conflict)?;
    let (email, first, last): (String, String, String) =
        query("SELECT email, first_name, last_name FROM accounts WHERE id = $1")
            .bind(held.account)
            .one(&mut tx)
            .await?;
    drop(tx);
    passwords::judge(ctx, password, &[&email, &first, &last]).await?;
    let hash = ctx.roster.passwords.hash(password).await?;

    let mut tx = ctx.write().await?;
    let Held { account, data } = links::consume(ctx, &mut tx, Kind::Recover, token).await?.ok_or(Error::Conflict)?;
    if stand(&mut tx, account).await? != data {
        return Err(Error::Conflict);
    }
    query(
        "UPDATE accounts SET password_hash = $2, password_set_at = $3, password_temporary = FALSE,
             password_expires_at = NULL, email_proven_at = $3, version = version + 1
         WHERE id = $1",
    )
    .bind(account)
    .bind(hash)
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    end_all(&mut tx, account, None).await?;
    let link = format!("{}/settings/security", ctx.roster.settings.public_url);
    mail::write_to(ctx, &mut tx, account, &link, |name| Letter::OwnPasswordChanged { name }).await?;
    audit::Event::by_account("account.recover", account).target(account, &email).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
