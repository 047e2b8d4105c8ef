//! There is always at least one active super-user in a workspace (product rule 4).

use crate::Error;
use crate::db::{Tx, query};
use model::Problem;
use model::ids::{MemberId, WorkspaceId};
use uuid::Uuid;

/// Every verb that could take a super-user away calls this first, before any member is locked: they go one after the other.
pub(crate) async fn lock_super_users(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    let select = format!("SELECT id FROM workspaces WHERE id = $1{}", tx.for_update());
    let _: Option<(Uuid,)> = query(select).bind(workspace).optional(tx).await?;
    Ok(())
}

/// The last active super-user stays, and the owner, who has to hand the workspace over first: a problem at `field`. One whose membership has an end date does not count. The caller has
/// called [`lock_super_users`].
pub(crate) async fn spare_last_super_user(
    tx: &mut Tx,
    workspace: WorkspaceId,
    member: MemberId,
    field: &str,
) -> Result<(), Error> {
    let stands: Option<(bool, bool)> = query(
        "SELECT w.owner_id IS NOT NULL AND w.owner_id = m.account_id,
                EXISTS (SELECT 1 FROM members o
                        WHERE o.workspace_id = $1 AND o.id <> $2 AND o.super_user AND o.status = 'active' AND o.ends_at IS NULL)
         FROM members m JOIN workspaces w ON w.id = m.workspace_id
         WHERE m.id = $2 AND m.workspace_id = $1 AND m.super_user AND m.status = 'active'",
    )
    .bind(workspace)
    .bind(member)
    .optional(tx)
    .await?;
    match stands {
        Some((true, _)) => Err(Error::at(field, Problem::OwnsWorkspace)),
        Some((_, false)) => Err(Error::at(field, Problem::LastSuperUser)),
        _ => Ok(()),
    }
}
