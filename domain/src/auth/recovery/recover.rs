//! Using the link.

use super::stand;
use crate::auth::credentials::{replace, sign_in_methods, verify_email};
use crate::auth::devices;
use crate::auth::session::Client;
use crate::auth::{SignInMethods, new_hash};
use crate::db::query;
use crate::links::{self, Held, Kind};
use crate::mail::{self, Letter};
use crate::secrets::Token;
use crate::{Context, Error, audit};
use model::accounts::Password;
use model::security::Keep;

/// An account that a link opens.
#[derive(Clone, Debug)]
pub struct Recoverable {
    pub email: String,
    /// What recovering it takes away, unless it is kept.
    pub methods: SignInMethods,
}

/// The account that a link opens; none where it can't be used. Looking changes nothing.
pub async fn recoverable(ctx: &Context, token: &str) -> Result<Option<Recoverable>, Error> {
    let mut tx = ctx.read().await?;
    let Some(held) = links::look(ctx, &mut tx, Kind::Recover, token).await? else { return Ok(None) };
    if stand(&mut tx, held.account).await? != held.data {
        return Ok(None);
    }
    let (email,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(held.account).one(&mut tx).await?;
    let methods = sign_in_methods(ctx, &mut tx, held.account).await?;
    Ok(Some(Recoverable { email, methods }))
}

/// Sets a new password and takes away everything else that signs in, but for what is kept: none of it can be told from what
/// someone else has made. The person signs in with the password, and with a second factor if they kept one. Once: of parallel
/// attempts one wins, the rest get [`Error::Conflict`]. Problems at `password`, which leave the link as it was.
///
/// Answers the token of the browser, which is a known one from here on.
pub async fn recover(
    ctx: &Context,
    token: &str,
    password: &Password,
    keep: &Keep,
    client: &Client,
) -> Result<Token, Error> {
    let mut tx = ctx.read().await?;
    let held = links::look(ctx, &mut tx, Kind::Recover, token).await?.ok_or(Error::Conflict)?;
    drop(tx);
    let hash = new_hash(ctx, held.account, Some(password)).await?;

    let mut tx = ctx.write().await?;
    let Held { account, data } = links::consume(ctx, &mut tx, Kind::Recover, token).await?.ok_or(Error::Conflict)?;
    if stand(&mut tx, account).await? != data {
        return Err(Error::Conflict);
    }
    let (email,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(account).one(&mut tx).await?;
    let removed = replace(ctx, &mut tx, account, &hash, keep).await?;
    verify_email(ctx, &mut tx, account).await?;
    let device = devices::trust(ctx, &mut tx, (account, &email), client).await?;
    let link = format!("{}/settings/security", ctx.roster.settings.public_url);
    mail::write_to(ctx, &mut tx, account, &link, |name| Letter::AccountRecovered { name }).await?;
    audit::Event::by_account("account.recover", account)
        .target(account, &email)
        .after(&serde_json::json!({ "removed": removed }))
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(device)
}
