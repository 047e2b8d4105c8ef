//! Of which country one's own telephone number is where it does not say.

use crate::members::country_of;
use crate::{Context, Error};
use model::Country;

/// The country of one's time zone, otherwise that of one's workspaces where these agree; none: the number has to say.
pub async fn phone_country(ctx: &Context) -> Result<Option<Country>, Error> {
    let account = ctx.account()?;
    country_of(&mut ctx.read().await?, account).await
}
