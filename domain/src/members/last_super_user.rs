//! There is always at least one active super-user in a workspace (product rule 4).

use crate::Error;
use crate::db::{Tx, query};
use crate::rules::{Person, can_lose_super_user};
use model::ids::{MemberId, WorkspaceId};
use uuid::Uuid;

/// A super-user who stays, over `members`: one whose membership has an end date does not count.
pub(crate) const STAYING_SUPER_USER: &str = "super_user AND status = 'active' AND ends_at IS NULL";

/// Every verb that could take a super-user away calls this first, before any member is locked: they go one after the
/// other.
pub(crate) async fn lock_super_users(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    let select = format!("SELECT id FROM workspaces WHERE id = $1{}", tx.for_update());
    let _: Option<(Uuid,)> = query(select).bind(workspace).optional(tx).await?;
    Ok(())
}

/// Whether someone other than this member is a super-user who stays. The caller has called [`lock_super_users`].
pub(crate) async fn others_stay(tx: &mut Tx, workspace: WorkspaceId, but: MemberId) -> Result<bool, Error> {
    let select =
        format!("SELECT EXISTS (SELECT 1 FROM members WHERE workspace_id = $1 AND id <> $2 AND {STAYING_SUPER_USER})");
    let (others,): (bool,) = query(select).bind(workspace).bind(but).one(tx).await?;
    Ok(others)
}

/// Refuses to take the last active super-user away, and the owner, who has to hand the workspace over first. The caller
/// has called [`lock_super_users`].
pub(crate) async fn spare_last_super_user(
    tx: &mut Tx,
    workspace: WorkspaceId,
    member: MemberId,
    person: &Person,
) -> Result<(), Error> {
    // Most are none: nobody has to be looked for.
    if !person.is_active_super_user() {
        return Ok(can_lose_super_user(person, true)?);
    }
    let others = others_stay(tx, workspace, member).await?;
    Ok(can_lose_super_user(person, others)?)
}
