//! Groups go with their workspace.

use crate::Error;
use crate::db::{Tx, query};
use model::ids::WorkspaceId;

/// Deletes a workspace's groups, once nobody is in them.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query("DELETE FROM group_roles WHERE group_id IN (SELECT g.id FROM groups g WHERE g.workspace_id = $1)")
        .bind(workspace)
        .run(tx)
        .await?;
    query("DELETE FROM groups WHERE workspace_id = $1").bind(workspace).run(tx).await?;
    Ok(())
}
