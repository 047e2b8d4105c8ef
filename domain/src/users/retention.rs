//! What people keep of the list goes with them, and with their workspace.

use crate::Error;
use crate::db::{Tx, query};
use model::ids::{AccountId, WorkspaceId};

/// Deletes an account's views, shared ones too, and how it likes its lists.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    for table in ["views", "list_preferences"] {
        query(format!("DELETE FROM {table} WHERE account_id = $1")).bind(account).run(tx).await?;
    }
    Ok(())
}

/// Deletes a workspace's views. Its members go before, some at a time.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query("DELETE FROM views WHERE workspace_id = $1").bind(workspace).run(tx).await?;
    Ok(())
}
