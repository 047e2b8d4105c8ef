//! What a workspace leaves behind, and an account in workspaces.

use crate::Error;
use crate::db::{Tx, query};
use model::ids::{AccountId, WorkspaceId};

/// Forgets which workspaces have removed an account. What its holder has deleted, nobody restores any more.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    query("DELETE FROM removed_accounts WHERE account_id = $1").bind(account).run(tx).await?;
    query("UPDATE workspaces SET owner_id = NULL WHERE owner_id = $1 AND deleted_at IS NOT NULL")
        .bind(account)
        .run(tx)
        .await?;
    Ok(())
}

/// Leaves a nameless row for the audit to belong to; the address is free again.
pub(super) async fn erase_workspace(tx: &mut Tx, id: WorkspaceId, slug: &str) -> Result<(), Error> {
    query(
        "UPDATE workspaces SET slug = $2, name = '', owner_id = NULL, default_role = NULL, allowed_domains = '',
             denied_domains = ''
         WHERE id = $1",
    )
    .bind(id)
    .bind(slug)
    .run(tx)
    .await?;
    for table in ["workspace_domains", "removed_accounts", "counters", "member_days", "workspace_insights"] {
        query(format!("DELETE FROM {table} WHERE workspace_id = $1")).bind(id).run(tx).await?;
    }
    Ok(())
}
