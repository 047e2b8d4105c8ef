//! Finding people from the command palette, a feature of the Lab.

use super::list::{Listed, list_in};
use crate::{Context, Error, lab};
use model::lab::Feature;
use model::permissions::Permission;
use model::users::UsersQuery;

/// People whom the palette shows at once.
const SHOWN: u32 = 6;

/// The first of those whom the list would find. Needs `users:read`, and the feature to be on: [`Error::NotFound`]
/// otherwise.
pub async fn find_in_palette(ctx: &Context, slug: &str, text: &str) -> Result<Vec<Listed>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    lab::require(ctx, &mut tx, Some(slug), Feature::CommandPalette).await?;
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let asked = UsersQuery { q: text.trim().to_owned(), size: Some(SHOWN), ..UsersQuery::default() };
    Ok(list_in(ctx, &mut tx, &membership, &asked).await?.0.items)
}
