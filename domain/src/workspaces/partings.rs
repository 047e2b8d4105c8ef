//! Whom a workspace has removed: they don't come back by their address alone.

use crate::Error;
use crate::db::{Tx, query};
use model::ids::{AccountId, WorkspaceId};

pub(crate) async fn part(tx: &mut Tx, workspace: WorkspaceId, account: AccountId) -> Result<(), Error> {
    query("INSERT INTO workspace_partings (workspace_id, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(workspace)
        .bind(account)
        .run(tx)
        .await?;
    Ok(())
}

/// Someone has them back.
pub(crate) async fn reunite(tx: &mut Tx, workspace: WorkspaceId, account: AccountId) -> Result<(), Error> {
    query("DELETE FROM workspace_partings WHERE workspace_id = $1 AND account_id = $2")
        .bind(workspace)
        .bind(account)
        .run(tx)
        .await?;
    Ok(())
}
