//! Totals, kept beside the rows they count: a list of a million never counts itself.

use crate::Error;
use crate::db::{Tx, query};
use model::ids::WorkspaceId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    ActiveMembers,
    SuspendedMembers,
    PendingInvitations,
}

impl Counter {
    fn name(self) -> &'static str {
        match self {
            Self::ActiveMembers => "members.active",
            Self::SuspendedMembers => "members.suspended",
            Self::PendingInvitations => "invitations.pending",
        }
    }
}

/// Adds to a counter; in the transaction that adds the rows.
pub async fn count(tx: &mut Tx, workspace: WorkspaceId, counter: Counter, by: i64) -> Result<(), Error> {
    query(
        "INSERT INTO counters (workspace_id, name, value) VALUES ($1, $2, $3)
         ON CONFLICT (workspace_id, name) DO UPDATE SET value = counters.value + excluded.value",
    )
    .bind(workspace)
    .bind(counter.name())
    .bind(by)
    .run(tx)
    .await?;
    Ok(())
}

/// What a counter stands at.
pub async fn counted(tx: &mut Tx, workspace: WorkspaceId, counter: Counter) -> Result<i64, Error> {
    let value: Option<(i64,)> = query("SELECT value FROM counters WHERE workspace_id = $1 AND name = $2")
        .bind(workspace)
        .bind(counter.name())
        .optional(tx)
        .await?;
    Ok(value.map_or(0, |(value,)| value))
}
