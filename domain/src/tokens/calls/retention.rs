//! How long they are kept.

use crate::Error;
use crate::clock::{DAY, Micros};
use crate::db::{Tx, query};
use model::ids::WorkspaceId;

const KEPT: Micros = 30 * DAY;

/// Deletes what is older than 30 days.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query("DELETE FROM token_calls WHERE at <= $1").bind(now - KEPT).run(tx).await?;
    Ok(())
}

/// Deletes those in a workspace.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query("DELETE FROM token_calls WHERE workspace_id = $1").bind(workspace).run(tx).await?;
    Ok(())
}
