//! What whoever acts by a token may do at the most, as the database has it now: what one server revokes counts with the
//! next request to any of them.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Error, stored};
use model::ids::{TokenId, WorkspaceId};
use model::tokens::TokenScopes;

/// A token that works, over `tokens t`, at the moment `$2`.
pub(crate) const WORKS: &str = "t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
    AND (t.superseded_until IS NULL OR t.superseded_until > $2)";

/// What a token is for in one workspace. [`Error::SignedOut`] where it does not work any more, [`Error::NotFound`] in a
/// workspace that it does not reach.
pub(crate) async fn scopes_within(
    tx: &mut Tx,
    token: TokenId,
    workspace: WorkspaceId,
    now: Micros,
) -> Result<TokenScopes, Error> {
    let row: Option<(String, bool)> = query(format!(
        "SELECT t.scopes, t.all_workspaces OR EXISTS
             (SELECT 1 FROM token_workspaces x WHERE x.token_id = t.id AND x.workspace_id = $3)
         FROM tokens t WHERE t.id = $1 AND {WORKS}"
    ))
    .bind(token)
    .bind(now)
    .bind(workspace)
    .optional(tx)
    .await?;
    match row {
        None => Err(Error::SignedOut),
        Some((_, false)) => Err(Error::NotFound),
        Some((scopes, true)) => stored::parsed(&scopes, "a token's scopes"),
    }
}

/// [`Error::SignedOut`] where it does not work any more.
pub(crate) async fn require_working(tx: &mut Tx, token: TokenId, now: Micros) -> Result<(), Error> {
    let works: Option<(i64,)> = query(format!("SELECT t.created_at FROM tokens t WHERE t.id = $1 AND {WORKS}"))
        .bind(token)
        .bind(now)
        .optional(tx)
        .await?;
    works.map(|_| ()).ok_or(Error::SignedOut)
}
