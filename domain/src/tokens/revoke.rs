//! A token that opens nothing any more.

use crate::db::{Tx, query};
use crate::token_limits::WORKS;
use crate::{Context, Error, audit, links};
use model::ids::{AccountId, TokenId};
use model::tokens::TokenState;

/// Revokes one of the actor's tokens, at once and on every server. [`Error::NotFound`] for any other;
/// [`Error::Conflict`] where it has been revoked already.
pub async fn revoke(ctx: &Context, id: TokenId) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    links::lock_account(&mut tx, account).await?;
    ctx.require_session(&mut tx).await?;
    revoke_in(ctx, &mut tx, account, id).await?;
    Ok(tx.commit().await?)
}

/// The same as a part of something larger. The caller has locked the account.
pub(super) async fn revoke_in(ctx: &Context, tx: &mut Tx, account: AccountId, id: TokenId) -> Result<(), Error> {
    let found: Option<(String, String, Option<i64>)> =
        query("SELECT description, prefix, revoked_at FROM tokens WHERE id = $1 AND account_id = $2")
            .bind(id)
            .bind(account)
            .optional(tx)
            .await?;
    let (description, prefix, revoked_at) = found.ok_or(Error::NotFound)?;
    if revoked_at.is_some() {
        return Err(Error::Conflict);
    }
    query("UPDATE tokens SET revoked_at = $2, revoked_reason = $3 WHERE id = $1")
        .bind(id)
        .bind(ctx.now())
        .bind(TokenState::Revoked.name())
        .run(tx)
        .await?;
    audit::Event::new(audit::Action::TokenRevoke)
        .target(account, &description)
        .before(&serde_json::json!({ "prefix": prefix }))
        .record(ctx, tx)
        .await
}

/// Revokes all tokens of an account whose credentials are replaced: whoever knew the old ones may have made them.
/// Answers how many. The caller has locked the account.
pub(crate) async fn revoke_all(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<u64, Error> {
    let sql =
        format!("UPDATE tokens AS t SET revoked_at = $2, revoked_reason = $3 WHERE t.account_id = $1 AND {WORKS}");
    let revoked = query(sql).bind(account).bind(ctx.now()).bind(TokenState::CredentialsReplaced.name()).run(tx).await?;
    Ok(revoked)
}
