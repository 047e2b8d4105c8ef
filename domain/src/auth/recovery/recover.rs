//! Using the link.

use super::credential_fingerprint;
use crate::auth::credentials::{mark_email_verified, replace, sign_in_methods};
use crate::auth::devices;
use crate::auth::session::Client;
use crate::auth::{SignInMethods, new_hash};
use crate::db::query;
use crate::links::{self, Kind, LinkOwner};
use crate::mail::{self, Email};
use crate::secrets::Token;
use crate::{Context, Error, audit};
use model::accounts::Password;
use model::security::Keep;
use model::urls::Url;

/// An account that a link opens.
#[derive(Clone, Debug)]
pub struct Recoverable {
    /// The address that the account signs in with.
    pub email: String,
    /// What recovering it takes away, unless it is kept.
    pub methods: SignInMethods,
}

/// The account that a link opens; none where it can't be used. Looking changes nothing.
pub async fn recoverable(ctx: &Context, token: &str) -> Result<Option<Recoverable>, Error> {
    let mut tx = ctx.read().await?;
    let Some(owner) = links::find(ctx, &mut tx, Kind::Recover, token).await? else { return Ok(None) };
    if credential_fingerprint(&mut tx, owner.account).await? != owner.data {
        return Ok(None);
    }
    let (email,): (String,) =
        query("SELECT email FROM accounts WHERE id = $1").bind(owner.account).one(&mut tx).await?;
    let methods = sign_in_methods(ctx, &mut tx, owner.account).await?;
    Ok(Some(Recoverable { email, methods }))
}

/// Sets a new password and takes away everything else that signs in, but for what is kept: none of it can be told from
/// what someone else has made. The person signs in with the password, and with a second factor if they kept one. Once:
/// of parallel attempts one wins, the rest get [`Error::Conflict`]. Problems at `password`, which leave the link as it
/// was.
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
    let owner = links::find(ctx, &mut tx, Kind::Recover, token).await?.ok_or(Error::Conflict)?;
    drop(tx);
    let hash = new_hash(ctx, owner.account, Some(password)).await?;

    let mut tx = ctx.write().await?;
    let LinkOwner { account, data } =
        links::consume(ctx, &mut tx, Kind::Recover, token).await?.ok_or(Error::Conflict)?;
    if credential_fingerprint(&mut tx, account).await? != data {
        return Err(Error::Conflict);
    }
    let (email,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(account).one(&mut tx).await?;
    let removed = replace(ctx, &mut tx, account, &hash, keep).await?;
    mark_email_verified(ctx, &mut tx, account).await?;
    let device = devices::trust(ctx, &mut tx, (account, &email), client).await?;
    let link = ctx.link(&Url::Security);
    mail::enqueue_for(ctx, &mut tx, account, &link, |name| Email::AccountRecovered { name }).await?;
    audit::Event::by_account(audit::Action::AccountRecover, account)
        .target(account, &email)
        .after(&serde_json::json!({ "removed": removed }))
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(device)
}
