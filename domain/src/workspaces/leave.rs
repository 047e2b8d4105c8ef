//! Leaving a workspace of one's own accord.

use super::{Counter, count};
use crate::db::{Tx, query};
use crate::{Context, Error, audit};
use model::Problem;
use model::ids::{MemberId, WorkspaceId};

/// Ends the actor's own membership. The last active super-user can't leave (product rule 4): [`Problem::LastSuperUser`].
pub async fn leave(ctx: &Context, slug: &str) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    let (Some(member), Some(account)) = (seat.member, seat.account) else { return Err(Error::NotFound) };
    lock(&mut tx, seat.workspace).await?;
    if seat.super_user && !has_other_super_user(&mut tx, seat.workspace, member).await? {
        return Err(Error::at("form", Problem::LastSuperUser));
    }
    query("DELETE FROM member_roles WHERE member_id = $1").bind(member).run(&mut tx).await?;
    let left = query("DELETE FROM members WHERE id = $1").bind(member).run(&mut tx).await?;
    if left == 0 {
        return Err(Error::NotFound);
    }
    count(&mut tx, seat.workspace, Counter::ActiveMembers, -1).await?;
    audit::Event::new("member.leave").within(seat.workspace).target(account, "").record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}

/// Those who would change the super-users of a workspace go one after the other.
async fn lock(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query("UPDATE workspaces SET slug = slug WHERE id = $1").bind(workspace).run(tx).await?;
    Ok(())
}

async fn has_other_super_user(tx: &mut Tx, workspace: WorkspaceId, but: MemberId) -> Result<bool, Error> {
    let other: Option<(i64,)> = query(
        "SELECT joined_at FROM members
         WHERE workspace_id = $1 AND id <> $2 AND super_user AND status = 'active' LIMIT 1",
    )
    .bind(workspace)
    .bind(but)
    .optional(tx)
    .await?;
    Ok(other.is_some())
}
