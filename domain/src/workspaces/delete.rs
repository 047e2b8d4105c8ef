//! Deleting a workspace; for thirty days its owner can have it back.

use super::notify_super_users;
use super::owner::owned;
use crate::clock::micros;
use crate::db::query;
use crate::mail::Email;
use crate::{Context, Error, audit};
use model::Problem;
use model::ids::WorkspaceId;
use model::urls::Url;
use std::time::Duration;

/// How long a deleted workspace can be restored (seed 002 has no say; as long as a removed person): 30 days.
pub const RESTORABLE: Duration = Duration::from_hours(30 * 24);

/// Its owner alone, who types its name and has confirmed who they are. Nobody enters it any more from now on; the other
/// super-users are told.
pub async fn delete(ctx: &Context, slug: &str, typed: &str) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = owned(ctx, &mut tx, slug).await?;
    if typed.trim() != membership.name {
        return Err(Error::at("name", Problem::NameDiffers));
    }
    query("UPDATE workspaces SET deleted_at = $2, version = version + 1 WHERE id = $1")
        .bind(membership.workspace)
        .bind(ctx.now())
        .run(&mut tx)
        .await?;
    let link = ctx.link(&Url::Workspaces);
    let message = |name, by| Email::WorkspaceDeleted { name, workspace: membership.name.clone(), by };
    notify_super_users(ctx, &mut tx, &membership, &link, message).await?;
    audit::Event::new(audit::Action::WorkspaceDelete)
        .within(membership.workspace)
        .target(membership.workspace, &membership.slug)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Brings it back as it was. Its owner alone, within [`RESTORABLE`]; anything else is not there.
pub async fn restore(ctx: &Context, id: WorkspaceId) -> Result<String, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    let restored: Option<(String,)> = query(
        "UPDATE workspaces SET deleted_at = NULL, version = version + 1
         WHERE id = $1 AND owner_id = $2 AND deleted_at > $3 RETURNING slug",
    )
    .bind(id)
    .bind(account)
    .bind(ctx.now() - micros(RESTORABLE))
    .optional(&mut tx)
    .await?;
    let (slug,) = restored.ok_or(Error::NotFound)?;
    audit::Event::new(audit::Action::WorkspaceRestore).within(id).target(id, &slug).record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(slug)
}
