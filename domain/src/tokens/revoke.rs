//! A token that opens nothing any more.

use super::owner::TokenOwner;
use crate::db::{Tx, query};
use crate::token_limits::WORKS;
use crate::{Context, Error, audit};
use model::ids::{AccountId, TokenId};
use model::tokens::TokenState;

/// Revokes one of the actor's tokens, at once and on every server. [`Error::NotFound`] for any other;
/// [`Error::Conflict`] where it has been revoked already.
pub async fn revoke(ctx: &Context, id: TokenId) -> Result<(), Error> {
    let owner = TokenOwner::Account(ctx.account()?);
    let mut tx = ctx.write().await?;
    owner.lock(&mut tx).await?;
    ctx.require_session(&mut tx).await?;
    revoke_in(ctx, &mut tx, owner, id).await?;
    Ok(tx.commit().await?)
}

/// The same as a part of something larger. The caller has locked the owner.
pub(super) async fn revoke_in(ctx: &Context, tx: &mut Tx, owner: TokenOwner, id: TokenId) -> Result<(), Error> {
    let found: Option<(String, String, Option<i64>)> =
        query(format!("SELECT description, prefix, revoked_at FROM tokens WHERE id = $1 AND {} = $2", owner.column()))
            .bind(id)
            .bind(owner.id())
            .optional(tx)
            .await?;
    let (description, prefix, revoked_at) = found.ok_or(Error::NotFound)?;
    if revoked_at.is_some() {
        return Err(Error::Conflict);
    }
    set_revoked(ctx, tx, id, TokenState::Revoked).await?;
    owner
        .event(audit::Action::TokenRevoke, id, &description)
        .before(&serde_json::json!({ "prefix": prefix }))
        .record(ctx, tx)
        .await
}

/// Writes that it is revoked, and why.
pub(super) async fn set_revoked(ctx: &Context, tx: &mut Tx, id: TokenId, reason: TokenState) -> Result<(), Error> {
    query("UPDATE tokens SET revoked_at = $2, revoked_reason = $3 WHERE id = $1")
        .bind(id)
        .bind(ctx.now())
        .bind(reason.name())
        .run(tx)
        .await?;
    Ok(())
}

/// Revokes all tokens of an account whose credentials are replaced: whoever knew the old ones may have made them.
/// Answers how many. The caller has locked the account.
pub(crate) async fn revoke_all(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<u64, Error> {
    let sql =
        format!("UPDATE tokens AS t SET revoked_at = $2, revoked_reason = $3 WHERE t.account_id = $1 AND {WORKS}");
    let revoked = query(sql).bind(account).bind(ctx.now()).bind(TokenState::CredentialsReplaced.name()).run(tx).await?;
    Ok(revoked)
}
