//! How long deliveries are kept.

use crate::Error;
use crate::clock::{DAY, Micros};
use crate::db::{Tx, query};
use model::ids::{AccountId, WorkspaceId};

/// So long a delivery can be looked at and sent again.
const KEPT: Micros = 30 * DAY;

/// Deletes old deliveries, but for those that still wait for an endpoint that is there, and former secrets.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query("DELETE FROM webhook_attempts WHERE at <= $1").bind(now - KEPT).run(tx).await?;
    query(
        "DELETE FROM webhook_messages WHERE created_at <= $1
           AND (status <> 'queued' OR NOT EXISTS (SELECT 1 FROM webhook_endpoints e WHERE e.id = endpoint_id))",
    )
    .bind(now - KEPT)
    .run(tx)
    .await?;
    query(
        "UPDATE webhook_endpoints SET former_secret = NULL, former_secret_until = NULL WHERE former_secret_until <= $1",
    )
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Forgets which endpoints an account has added.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    query("UPDATE webhook_endpoints SET created_by = NULL WHERE created_by = $1").bind(account).run(tx).await?;
    Ok(())
}

/// Deletes a workspace's endpoints and all that was sent to them.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    for table in ["webhook_attempts", "webhook_messages", "webhook_endpoints"] {
        query(format!("DELETE FROM {table} WHERE workspace_id = $1")).bind(workspace).run(tx).await?;
    }
    Ok(())
}
