//! What whoever acts by a token may do at the most, as the database has it now: what one server revokes counts with the
//! next request to any of them.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Error, stored};
use model::ids::{AccountId, TokenId, WorkspaceId};
use model::tokens::{TokenLifetime, TokenRules, TokenScopes};
use uuid::Uuid;

/// A token that works, over `tokens t`, at the moment `$2`.
pub(crate) const WORKS: &str = "t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
    AND (t.superseded_until IS NULL OR t.superseded_until > $2)";

/// A lifetime's place among them, the shortest first; of what is none, after all of them.
fn rank_sql(column: &str) -> String {
    let all = TokenLifetime::ALL.into_iter().enumerate();
    let cases: String = all.map(|(rank, lifetime)| format!(" WHEN '{}' THEN {rank}", lifetime.name())).collect();
    format!("CASE {column}{cases} ELSE {} END", TokenLifetime::ALL.len())
}

/// The workspace allows the token's lifetime, over `tokens t` and `workspaces w`.
pub(crate) fn allowed_sql() -> String {
    let (made_for, max) = (rank_sql("t.lifetime"), rank_sql("w.token_max_lifetime"));
    format!("(w.token_max_lifetime IS NULL OR {made_for} <= {max})")
}

/// The personal token is for the workspace, and its rules and administrators allow that, over `tokens t` and
/// `workspaces w`. Whether its owner is a member is another matter.
pub(crate) fn reaches_sql() -> String {
    format!(
        "((t.all_workspaces
           OR EXISTS (SELECT 1 FROM token_workspaces x WHERE x.token_id = t.id AND x.workspace_id = w.id))
          AND w.personal_tokens AND {}
          AND NOT EXISTS (SELECT 1 FROM token_denials d WHERE d.token_id = t.id AND d.workspace_id = w.id))",
        allowed_sql()
    )
}

/// What a personal token is for in one workspace. [`Error::SignedOut`] where it does not work any more,
/// [`Error::NotFound`] in a workspace that it does not reach.
pub(crate) async fn scopes_within(
    tx: &mut Tx,
    token: TokenId,
    workspace: WorkspaceId,
    now: Micros,
) -> Result<TokenScopes, Error> {
    let row: Option<(String, bool)> = query(format!(
        "SELECT t.scopes, {} FROM tokens t JOIN workspaces w ON w.id = $3 WHERE t.id = $1 AND {WORKS}",
        reaches_sql()
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

/// The one workspace that a token of its own reaches, and what it is for there.
pub(crate) struct ReachedWorkspace {
    pub id: WorkspaceId,
    pub name: String,
    pub scopes: TokenScopes,
}

/// The workspace of a token of its own. [`Error::SignedOut`] where the token does not work any more,
/// [`Error::NotFound`] at any other address, and where the workspace's rules do not allow the token.
pub(crate) async fn workspace_of(
    tx: &mut Tx,
    token: TokenId,
    slug: &str,
    now: Micros,
) -> Result<ReachedWorkspace, Error> {
    let row: Option<(Uuid, String, String, bool)> = query(format!(
        "SELECT w.id, w.name, t.scopes, (w.slug = $3 AND w.deleted_at IS NULL AND {})
         FROM tokens t JOIN workspaces w ON w.id = t.workspace_id WHERE t.id = $1 AND {WORKS}",
        allowed_sql()
    ))
    .bind(token)
    .bind(now)
    .bind(slug)
    .optional(tx)
    .await?;
    match row {
        None => Err(Error::SignedOut),
        Some((.., false)) => Err(Error::NotFound),
        Some((id, name, scopes, true)) => {
            Ok(ReachedWorkspace { id: id.into(), name, scopes: stored::parsed(&scopes, "a token's scopes")? })
        }
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

/// What a workspace allows tokens.
pub(crate) async fn rules(tx: &mut Tx, workspace: WorkspaceId) -> Result<TokenRules, Error> {
    let (max, default, personal): (Option<String>, Option<String>, bool) =
        query("SELECT token_max_lifetime, token_default_lifetime, personal_tokens FROM workspaces WHERE id = $1")
            .bind(workspace)
            .one(tx)
            .await?;
    let usual = TokenRules::default();
    let read = |name: Option<String>, usual| match name {
        None => Ok(usual),
        Some(name) => stored::named(&name, TokenLifetime::named, "a lifetime in a workspace's rules"),
    };
    let max = read(max, usual.max)?;
    Ok(TokenRules { max, default: read(default, usual.default.min(max))?, personal })
}

/// Who has made a token of a workspace's own: what it starts and what goes on later is done in their name. None of a
/// personal one.
pub(crate) async fn maker(tx: &mut Tx, token: TokenId) -> Result<Option<AccountId>, Error> {
    let found: Option<(Option<Uuid>,)> =
        query("SELECT created_by FROM tokens WHERE id = $1").bind(token).optional(tx).await?;
    Ok(found.and_then(|(account,)| account).map(AccountId))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_lifetime_has_the_higher_rank_in_sql() {
        let sql = rank_sql("t.lifetime");
        assert!(
            sql.starts_with("CASE t.lifetime WHEN '1_month' THEN 0 ") && sql.ends_with("WHEN 'none' THEN 6 ELSE 7 END")
        );
    }
}
