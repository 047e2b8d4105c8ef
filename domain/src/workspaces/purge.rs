//! Deleted workspaces go for good.

use super::delete::RESTORABLE;
use crate::db::{Tx, query};
use crate::members::delete as delete_member;
use crate::{Context, Error, audit, pictures};
use model::ids::{MemberId, WorkspaceId};
use uuid::Uuid;

/// Members in one transaction.
const BATCH: i64 = 200;

/// Empties the workspaces that can't be restored any more. Their audit stays, as it is append-only, and with it a nameless row
/// for it to belong to; the address is free again.
pub async fn purge(ctx: &Context) -> Result<(), Error> {
    let mut tx = ctx.read().await?;
    let due: Vec<(Uuid,)> = query("SELECT id FROM workspaces WHERE deleted_at <= $1 AND name <> '' LIMIT 10")
        .bind(ctx.now() - RESTORABLE)
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
    let rows = query(
        "DELETE FROM job_rows WHERE job_id = (SELECT j.id FROM jobs j WHERE j.workspace_id = $1 AND EXISTS
             (SELECT 1 FROM job_rows r WHERE r.job_id = j.id) LIMIT 1)",
    )
    .bind(id)
    .run(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(!members.is_empty() || rows > 0)
}

async fn finish(ctx: &Context, id: WorkspaceId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    forget(&mut tx, id).await?;
    pictures::set(ctx, &mut tx, pictures::Owner::Workspace(id), None).await?;
    let slug = format!("gone-{id}");
    query(
        "UPDATE workspaces SET slug = $2, name = '', owner_id = NULL, default_role = NULL, allowed_domains = '',
             denied_domains = ''
         WHERE id = $1",
    )
    .bind(id)
    .bind(&slug)
    .run(&mut tx)
    .await?;
    query("DELETE FROM group_roles WHERE group_id IN (SELECT g.id FROM groups g WHERE g.workspace_id = $1)")
        .bind(id)
        .run(&mut tx)
        .await?;
    for table in ["groups", "roles", "counters", "member_days"] {
        query(format!("DELETE FROM {table} WHERE workspace_id = $1")).bind(id).run(&mut tx).await?;
    }
    audit::Event::new(audit::Action::WorkspacePurge).within(id).target(id, &slug).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}

async fn forget(tx: &mut Tx, id: WorkspaceId) -> Result<(), Error> {
    query("DELETE FROM outbox WHERE subject_id IN (SELECT i.id FROM invitations i WHERE i.workspace_id = $1)")
        .bind(id)
        .run(tx)
        .await?;
    for table in ["invitations", "drafts", "views", "jobs", "workspace_domains", "removed_accounts"] {
        query(format!("DELETE FROM {table} WHERE workspace_id = $1")).bind(id).run(tx).await?;
    }
    Ok(())
}
