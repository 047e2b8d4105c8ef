//! Sums of the ledger that pages and caps read, written with each entry.

use crate::Error;
use crate::db::{Tx, query};
use model::credits::EntryKind;
use model::ids::{AccountId, WorkspaceId};

/// Of all together, by day, kind and feature.
pub(super) async fn add_to_day(
    tx: &mut Tx,
    workspace: WorkspaceId,
    day: i64,
    kind: EntryKind,
    feature: &str,
    amount: i64,
) -> Result<(), Error> {
    query(
        "INSERT INTO credit_days (workspace_id, day, kind, feature, amount, entries) VALUES ($1, $2, $3, $4, $5, 1)
         ON CONFLICT (workspace_id, day, kind, feature)
         DO UPDATE SET amount = credit_days.amount + excluded.amount, entries = credit_days.entries + 1",
    )
    .bind(workspace)
    .bind(day)
    .bind(kind.name())
    .bind(feature)
    .bind(amount)
    .run(tx)
    .await?;
    Ok(())
}

/// Of one person, by day and feature.
pub(super) async fn add_to_person(
    tx: &mut Tx,
    workspace: WorkspaceId,
    account: AccountId,
    day: i64,
    feature: &str,
    amount: i64,
) -> Result<(), Error> {
    query(
        "INSERT INTO credit_usage (workspace_id, account_id, day, feature, amount) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, account_id, day, feature)
         DO UPDATE SET amount = credit_usage.amount + excluded.amount",
    )
    .bind(workspace)
    .bind(account)
    .bind(day)
    .bind(feature)
    .bind(amount)
    .run(tx)
    .await?;
    Ok(())
}
