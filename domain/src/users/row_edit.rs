//! What the list edits in place, a feature of the Lab; it is saved by the form's own verb.

use super::details::{Details, details};
use crate::{Context, Error, lab};
use model::ids::MemberId;
use model::lab::Feature;

/// Someone whom the actor may edit, as they are now. [`Error::NotFound`] where the feature is off.
pub async fn row_to_edit(ctx: &Context, slug: &str, id: MemberId) -> Result<Details, Error> {
    let mut tx = ctx.read().await?;
    ctx.membership(&mut tx, slug).await?;
    lab::require(ctx, &mut tx, Some(slug), Feature::ListKeyboard).await?;
    drop(tx);
    let found = details(ctx, slug, id).await?;
    if found.listed.rights.edit && found.listed.status.is_member() { Ok(found) } else { Err(Error::Forbidden) }
}
