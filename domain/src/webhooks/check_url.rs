//! Whether messages may go to an address.

use crate::egress::{Target, Unreached};
use crate::{Context, Error};
use model::Problem;

/// Problems at `url`. The look-up comes before the transaction that saves it; each delivery looks anew. A name without
/// an address may get one later.
pub(super) async fn check_url(ctx: &Context, url: &str) -> Result<(), Error> {
    let target = Target::parse(url).map_err(|problem| Error::at("url", problem))?;
    match ctx.roster.settings.lookup.reachable(&target).await {
        Err(_) if !target.https => Err(Error::at("url", Problem::HttpsOnly)),
        Err(Unreached::Blocked) => Err(Error::at("url", Problem::PrivateAddress)),
        _ => Ok(()),
    }
}
