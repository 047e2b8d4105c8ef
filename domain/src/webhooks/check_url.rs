//! Whether messages may go to an address.

use crate::egress::{Target, Unreached};
use crate::{Context, Error};
use model::Problem;

/// Problems at `url`. The look-up comes before the transaction that saves it; each delivery looks anew. A name without
/// an address may get one later.
pub(super) async fn check_url(ctx: &Context, url: &str) -> Result<(), Error> {
    let target = Target::parse(url).map_err(|problem| Error::at("url", problem))?;
    let problem = match ctx.roster.settings.lookup.reachable(&target).await {
        Ok(_) => return Ok(()),
        Err(_) if !target.https => Problem::HttpsOnly,
        Err(Unreached::Blocked) => Problem::PrivateAddress,
        Err(_) => return Ok(()),
    };
    Err(Error::at("url", problem))
}
