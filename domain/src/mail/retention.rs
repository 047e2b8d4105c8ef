//! How long mails are kept.

use crate::Error;
use crate::clock::{Micros, micros};
use crate::db::{Tx, query, run_of};
use model::ids::{AccountId, WorkspaceId};
use std::time::Duration;

/// Sent or not: 30 days.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// Deletes what was sent or failed that long ago, and what has waited for as long where no mail server takes it. A mail
/// whose link someone can still use stays: what became of it is shown beside an invitation, and counts when that is
/// accepted.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query(
        "DELETE FROM outbox WHERE COALESCE(done_at, created_at) <= $1
             AND NOT EXISTS (SELECT 1 FROM invitations i
                             WHERE i.id = outbox.subject_id AND i.status = 'pending' AND i.expires_at > $2)
             AND NOT EXISTS (SELECT 1 FROM one_time_links l
                             WHERE l.token_hash = outbox.link_hash AND l.expires_at > $2)",
    )
    .bind(now - micros(KEPT))
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Deletes an account's mails, whichever address they went to, and others' mails to its address.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId, email: &str) -> Result<(), Error> {
    erase_accounts(tx, &[(account, email)]).await
}

/// The same of many.
pub(crate) async fn erase_accounts(tx: &mut Tx, accounts: &[(AccountId, &str)]) -> Result<(), Error> {
    let (ids, emails) = (accounts.iter().map(|(id, _)| *id), accounts.iter().map(|(_, email)| *email));
    run_of(tx, &[], ids, |ids| format!("DELETE FROM outbox WHERE account_id IN ({ids})")).await?;
    run_of(tx, &[], emails, |emails| format!("DELETE FROM outbox WHERE recipient IN ({emails})")).await?;
    Ok(())
}

/// Deletes the mails that speak of a workspace.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query("DELETE FROM outbox WHERE workspace_id = $1").bind(workspace).run(tx).await?;
    Ok(())
}
