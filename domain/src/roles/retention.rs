//! Roles go with their workspace.

use crate::Error;
use crate::db::{Tx, query};
use model::ids::WorkspaceId;

/// Deletes a workspace's roles, once nobody and no group has them and none is what newcomers get.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query("DELETE FROM roles WHERE workspace_id = $1").bind(workspace).run(tx).await?;
    Ok(())
}
