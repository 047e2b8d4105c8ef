//! Browsers that an account has been used from. Each keeps a token of its own, and has its own counter of failures:
//! strangers can't slow it down.

use super::session::{Client, NewSession, begin};
use super::throttle::{self, Limit};
use crate::db::{Tx, query};
use crate::secrets::Token;
use crate::{Context, Error, keys};
use model::ids::AccountId;

/// Whether the account has been used from this browser before.
pub(super) async fn is_known(tx: &mut Tx, account: AccountId, client: &Client) -> Result<bool, Error> {
    let device: Option<(i64,)> = query("SELECT last_seen_at FROM devices WHERE device_hash = $2 AND account_id = $1")
        .bind(account)
        .bind(client.device.as_ref().map(Token::hash))
        .optional(tx)
        .await?;
    Ok(device.is_some())
}

/// From now on the browser is a known one of the account. Answers the token that it keeps.
pub(super) async fn remember(ctx: &Context, tx: &mut Tx, account: AccountId, client: &Client) -> Result<Token, Error> {
    let device = client.device.clone().unwrap_or_else(|| Token::new(&ctx.roster.random));
    query(
        "INSERT INTO devices (account_id, device_hash, last_seen_at) VALUES ($1, $2, $3)
         ON CONFLICT (account_id, device_hash) DO UPDATE SET last_seen_at = $3",
    )
    .bind(account)
    .bind(device.hash())
    .bind(ctx.now())
    .run(tx)
    .await?;
    Ok(device)
}

/// Begins a session for whoever has shown that the account's mailbox is theirs, at a browser that is known from then
/// on.
pub(crate) async fn begin_trusted(
    ctx: &Context,
    tx: &mut Tx,
    (account, email): (AccountId, &str),
    client: &Client,
) -> Result<NewSession, Error> {
    let device = trust(ctx, tx, (account, email), client).await?;
    let session = begin(ctx, tx, account, client, false).await?;
    Ok(NewSession { device: Some(device), ..session })
}

/// Whoever is at this browser has shown that the account's mailbox is theirs: the guesses of others at its password
/// hold them up no more, and the browser is a known one. Answers the token that it keeps.
pub(super) async fn trust(
    ctx: &Context,
    tx: &mut Tx,
    (account, email): (AccountId, &str),
    client: &Client,
) -> Result<Token, Error> {
    throttle::forget(tx, &[Limit::account(&keys::email(email))]).await?;
    remember(ctx, tx, account, client).await
}
