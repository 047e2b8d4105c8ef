//! How long tokens are kept.

use super::calls;
use crate::Error;
use crate::clock::{DAY, Micros};
use crate::db::{Tx, query};
use model::ids::{AccountId, WorkspaceId};

/// Those that have ended stay listed so long.
pub(super) const KEPT: Micros = 90 * DAY;

/// Deletes those that ended long ago.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    calls::sweep(tx, now).await?;
    // What a workspace's own token has done is told by its description, as long as the audit keeps it.
    let ended = "(revoked_at <= $1 OR expires_at <= $1 OR superseded_until <= $1)
        AND (workspace_id IS NULL OR NOT EXISTS (SELECT 1 FROM audit_events e WHERE e.token_id = tokens.id))";
    delete(tx, ended, now - KEPT).await
}

async fn delete(tx: &mut Tx, which: &str, value: impl Into<crate::db::Value> + Clone) -> Result<(), Error> {
    for table in ["token_workspaces", "token_denials", "token_calls"] {
        query(format!("DELETE FROM {table} WHERE token_id IN (SELECT id FROM tokens WHERE {which})"))
            .bind(value.clone())
            .run(tx)
            .await?;
    }
    query(format!("DELETE FROM tokens WHERE {which}")).bind(value).run(tx).await?;
    Ok(())
}

/// Deletes an account's tokens: they open nothing from then on.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    delete(tx, "account_id = $1", account).await
}

/// Deletes a workspace's own tokens, and forgets which others reach it.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    calls::erase_workspace(tx, workspace).await?;
    for table in ["token_workspaces", "token_denials"] {
        query(format!("DELETE FROM {table} WHERE workspace_id = $1")).bind(workspace).run(tx).await?;
    }
    delete(tx, "workspace_id = $1", workspace).await
}
