//! Whom a workspace has removed: they don't come back by their address alone.

use crate::Error;
use crate::db::{Tx, query};
use model::ids::{AccountId, WorkspaceId};

pub(crate) async fn block_rejoin(tx: &mut Tx, workspace: WorkspaceId, account: AccountId) -> Result<(), Error> {
    query("INSERT INTO removed_accounts (workspace_id, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(workspace)
        .bind(account)
        .run(tx)
        .await?;
    Ok(())
}

/// Someone has them back.
pub(crate) async fn allow_rejoin(tx: &mut Tx, workspace: WorkspaceId, account: AccountId) -> Result<(), Error> {
    query("DELETE FROM removed_accounts WHERE workspace_id = $1 AND account_id = $2")
        .bind(workspace)
        .bind(account)
        .run(tx)
        .await?;
    Ok(())
}
