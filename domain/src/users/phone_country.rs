//! Of which country the telephone numbers of members are where they do not say.

use crate::members::country_within;
use crate::{Context, Error};
use model::Country;

/// The workspace's country, otherwise that of the actor's time zone; none: the numbers have to say. Its members' to
/// know.
pub async fn phone_country(ctx: &Context, slug: &str) -> Result<Option<Country>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    country_within(&mut tx, membership.workspace, membership.account).await
}
