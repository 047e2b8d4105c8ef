//! How long invitations are kept.

use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::members::{Counter, count, delete};
use crate::{Context, Error, audit, mail};
use model::ids::{InvitationId, MemberId, WorkspaceId};
use std::time::Duration;
use uuid::Uuid;

/// Once they are accepted or revoked: 30 days.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// Deletes what was accepted or revoked that long ago.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query("DELETE FROM invitations WHERE closed_at <= $1").bind(now - micros(KEPT)).run(tx).await?;
    Ok(())
}

/// Revokes and deletes the invitations to an address, and those by which these members came. The caller has locked the
/// workspaces of the invitations.
pub(crate) async fn erase_account(
    ctx: &Context,
    tx: &mut Tx,
    email_key: &str,
    members: &[MemberId],
) -> Result<(), Error> {
    let pending: Vec<(Uuid, Uuid, String)> =
        query("DELETE FROM invitations WHERE email_key = $1 AND status = 'pending' RETURNING id, workspace_id, email")
            .bind(email_key)
            .all(tx)
            .await?;
    for (id, workspace, email) in pending {
        let workspace = WorkspaceId(workspace);
        mail::withdraw(tx, id).await?;
        delete(tx, MemberId(id)).await?;
        count(ctx, tx, workspace, Counter::PendingInvitations, -1).await?;
        audit::Event::new(audit::Action::InvitationRevoke)
            .within(workspace)
            .target(InvitationId(id), &email)
            .record(ctx, tx)
            .await?;
    }
    query("DELETE FROM invitations WHERE email_key = $1").bind(email_key).run(tx).await?;
    for member in members {
        query("DELETE FROM invitations WHERE id = $1").bind(*member).run(tx).await?;
    }
    Ok(())
}

/// Deletes a workspace's invitations. The invited people's rows go with its members.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query("DELETE FROM invitations WHERE workspace_id = $1").bind(workspace).run(tx).await?;
    Ok(())
}
