//! Sessions that were begun at a provider.

use super::finish::Proven;
use crate::auth::{self, Client, SignedIn};
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::ids::AccountId;

/// What a session's ID token is sealed for.
pub const ID_TOKEN_PURPOSE: &str = "ID token";
/// Providers that tell all groups write long tokens: no address has room for them at sign-out, so none is kept.
const MAX_ID_TOKEN_BYTES: usize = 6 * 1024;

/// Begins one, and keeps whose session at the provider it follows.
pub(super) async fn begin(
    ctx: &Context,
    tx: &mut Tx,
    proven: &Proven,
    account: AccountId,
    browser: &Client,
) -> Result<SignedIn, Error> {
    let signed_in = auth::begin_at_provider(ctx, tx, account, browser).await?;
    let kept = (proven.id_token.len() <= MAX_ID_TOKEN_BYTES).then_some(&proven.id_token);
    let sealed = match kept {
        Some(token) => Some(ctx.roster.key.seal(&ctx.roster.random, ID_TOKEN_PURPOSE, token)?),
        None => None,
    };
    query(
        "UPDATE sessions SET issuer = $2, subject = $3, provider = $4, provider_session = $5, id_token = $6
         WHERE token_hash = $1",
    )
    .bind(signed_in.session.token.hash())
    .bind(&proven.claims.issuer)
    .bind(&proven.claims.subject)
    .bind(&proven.provider.key)
    .bind(proven.claims.session.clone())
    .bind(sealed)
    .run(tx)
    .await?;
    Ok(signed_in)
}
