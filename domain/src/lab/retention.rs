//! How long the Lab keeps what it knows.

use crate::Error;
use crate::clock::Micros;
use crate::db::{Tx, query};
use model::ids::{AccountId, WorkspaceId};

/// Counts are kept so long: the guard looks back a quarter of an hour.
const COUNTS_KEPT: Micros = 60 * 60 * 1_000_000;

/// Deletes counts of long ago.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query("DELETE FROM lab_requests WHERE minute < $1").bind(now - COUNTS_KEPT).run(tx).await?;
    Ok(())
}

/// Deletes what an account has turned on, what was counted of it, and what it is to be told.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    for table in ["lab_choices", "lab_requests", "lab_news"] {
        query(format!("DELETE FROM {table} WHERE account_id = $1")).bind(account).run(tx).await?;
    }
    query("UPDATE accounts SET hide_previews = FALSE WHERE id = $1").bind(account).run(tx).await?;
    Ok(())
}

/// Deletes what a workspace says about features.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query("DELETE FROM lab_policies WHERE workspace_id = $1").bind(workspace).run(tx).await?;
    Ok(())
}
