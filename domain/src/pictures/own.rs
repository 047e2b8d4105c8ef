//! The picture of one's own account.

use super::{Owner, accept, keep, set, sweep};
use crate::db::query;
use crate::{Context, Error, audit, stored};
use model::pictures::{Crop, PictureId};

/// One's own picture.
pub async fn picture(ctx: &Context) -> Result<Option<PictureId>, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let (picture,): (Option<String>,) =
        query("SELECT picture FROM accounts WHERE id = $1").bind(account).one(&mut tx).await?;
    stored::picture(picture)
}

/// Takes a file as one's own picture, at once and everywhere. Of two at once, the one that ends last stays.
pub async fn set_picture(ctx: &Context, file: Vec<u8>, crop: Option<Crop>) -> Result<PictureId, Error> {
    let account = ctx.account()?;
    let taken = accept(file, crop).await?;
    let new = keep(ctx, &taken).await?;
    let mut tx = ctx.write().await?;
    set(ctx, &mut tx, Owner::Account(account), Some(&new)).await?;
    audit::Event::new(audit::Action::AccountSetPicture).target(account, "").record(ctx, &mut tx).await?;
    tx.commit().await?;
    sweep(ctx).await?;
    Ok(new)
}

/// Back to initials; nothing happens where there is no picture.
pub async fn remove_picture(ctx: &Context) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    if set(ctx, &mut tx, Owner::Account(account), None).await?.is_none() {
        return Ok(());
    }
    audit::Event::new(audit::Action::AccountRemovePicture).target(account, "").record(ctx, &mut tx).await?;
    tx.commit().await?;
    sweep(ctx).await
}
