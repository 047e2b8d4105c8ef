//! A workspace's picture.

use crate::pictures::{Owner, accept, keep, set, sweep};
use crate::{Context, Error, audit};
use model::permissions::Permission;
use model::pictures::Crop;

/// Needs `settings:write`. Takes a file as the workspace's picture; problems at `picture`.
pub async fn set_picture(ctx: &Context, slug: &str, file: Vec<u8>, crop: Option<Crop>) -> Result<(), Error> {
    let mut tx = ctx.read().await?;
    ctx.membership(&mut tx, slug).await?.require(Permission::SETTINGS_WRITE)?;
    drop(tx);
    let taken = accept(file, crop).await?;
    let new = keep(ctx, &taken).await?;
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    set(ctx, &mut tx, Owner::Workspace(membership.workspace), Some(&new)).await?;
    audit::Event::new(audit::Action::WorkspaceSetPicture)
        .within(membership.workspace)
        .target(membership.workspace, &membership.slug)
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    sweep(ctx).await
}

/// Needs `settings:write`. Back to a letter; nothing happens where there is no picture.
pub async fn remove_picture(ctx: &Context, slug: &str) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    if set(ctx, &mut tx, Owner::Workspace(membership.workspace), None).await?.is_none() {
        return Ok(());
    }
    audit::Event::new(audit::Action::WorkspaceRemovePicture)
        .within(membership.workspace)
        .target(membership.workspace, &membership.slug)
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    sweep(ctx).await
}
