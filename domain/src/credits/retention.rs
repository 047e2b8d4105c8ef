//! What is forgotten with an account and with a workspace.

use crate::Error;
use crate::clock::{DAY, Micros};
use crate::db::{Tx, query};
use model::ids::{AccountId, RoleId, WorkspaceId};

/// So long a hold that has ended can be looked up, for those who ask for it again.
const KEPT: Micros = 30 * DAY;

/// Deletes holds that have ended; what they used stands in the ledger.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query("DELETE FROM credit_holds WHERE state <> 'live' AND resolved_at <= $1").bind(now - KEPT).run(tx).await?;
    Ok(())
}

/// Forgets whose use it was; the entries stay.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    for sql in [
        "UPDATE credit_entries SET account_id = NULL WHERE account_id = $1",
        "UPDATE credit_holds SET account_id = NULL WHERE account_id = $1",
        "UPDATE credit_grants SET created_by = NULL WHERE created_by = $1",
        "UPDATE credit_requests SET decided_by = NULL WHERE decided_by = $1",
        "DELETE FROM credit_requests WHERE account_id = $1",
        "DELETE FROM credit_caps WHERE account_id = $1",
        "DELETE FROM credit_usage WHERE account_id = $1",
    ] {
        query(sql).bind(account).run(tx).await?;
    }
    Ok(())
}

/// Deletes the caps of a role that is deleted.
pub(crate) async fn erase_role(tx: &mut Tx, role: RoleId) -> Result<(), Error> {
    query("DELETE FROM credit_caps WHERE role_id = $1").bind(role).run(tx).await?;
    Ok(())
}

/// Deletes a workspace's ledger and everything beside it.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query("DELETE FROM credit_hold_parts WHERE hold_id IN (SELECT id FROM credit_holds WHERE workspace_id = $1)")
        .bind(workspace)
        .run(tx)
        .await?;
    for table in [
        "credit_holds",
        "credit_entries",
        "credit_grants",
        "credit_days",
        "credit_usage",
        "credit_caps",
        "credit_requests",
        "credit_alerts",
        "credit_wallets",
    ] {
        query(format!("DELETE FROM {table} WHERE workspace_id = $1")).bind(workspace).run(tx).await?;
    }
    Ok(())
}
