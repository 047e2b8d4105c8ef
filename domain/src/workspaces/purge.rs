//! Deleted workspaces go for good.

use super::delete::RESTORABLE;
use super::retention::erase_workspace;
use crate::clock::micros;
use crate::db::query;
use crate::members::delete as delete_member;
use crate::{
    Context, Error, audit, credits, drafts, groups, identities, invitations, lab, mail, pictures, queue, roles, tokens,
    users, webhooks,
};
use model::ids::{MemberId, WorkspaceId};
use uuid::Uuid;

/// Members in one transaction.
const BATCH: i64 = 200;

/// Empties the workspaces that can't be restored any more. Their audit stays, as it is append-only, and with it a
/// nameless row for it to belong to; the address is free again.
pub async fn purge(ctx: &Context) -> Result<(), Error> {
    let mut tx = ctx.read().await?;
    let due: Vec<(Uuid,)> = query("SELECT id FROM workspaces WHERE deleted_at <= $1 AND name <> '' LIMIT 10")
        .bind(ctx.now() - micros(RESTORABLE))
        .all(&mut tx)
        .await?;
    drop(tx);
    for (id,) in due {
        while empty_some(ctx, WorkspaceId(id)).await? {}
        finish(ctx, WorkspaceId(id)).await?;
    }
    Ok(())
}

/// Whether there may be more.
async fn empty_some(ctx: &Context, id: WorkspaceId) -> Result<bool, Error> {
    let mut tx = ctx.write().await?;
    let members: Vec<(Uuid,)> =
        query("SELECT id FROM members WHERE workspace_id = $1 LIMIT $2").bind(id).bind(BATCH).all(&mut tx).await?;
    for (member,) in &members {
        delete_member(&mut tx, MemberId(*member)).await?;
    }
    let rows = queue::erase_workspace_rows(&mut tx, id).await?;
    tx.commit().await?;
    Ok(!members.is_empty() || rows > 0)
}

async fn finish(ctx: &Context, id: WorkspaceId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    mail::erase_workspace(&mut tx, id).await?;
    invitations::erase_workspace(&mut tx, id).await?;
    drafts::erase_workspace(&mut tx, id).await?;
    users::erase_workspace(&mut tx, id).await?;
    tokens::erase_workspace(&mut tx, id).await?;
    lab::erase_workspace(&mut tx, id).await?;
    webhooks::erase_workspace(&mut tx, id).await?;
    credits::erase_workspace(&mut tx, id).await?;
    queue::erase_workspace(&mut tx, id).await?;
    pictures::set(ctx, &mut tx, pictures::Owner::Workspace(id), None).await?;
    let slug = format!("gone-{id}");
    erase_workspace(&mut tx, id, &slug).await?;
    identities::erase_workspace(&mut tx, id).await?;
    groups::erase_workspace(&mut tx, id).await?;
    roles::erase_workspace(&mut tx, id).await?;
    audit::Event::new(audit::Action::WorkspacePurge).within(id).target(id, &slug).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
