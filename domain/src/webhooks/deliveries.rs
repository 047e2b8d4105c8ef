//! Several endpoints at once.

use super::claim::{Lane, claim};
use super::deliver::deliver;
use crate::lanes::Lanes;
use crate::{Context, Error};

/// How many endpoints a server serves at once. Half of them are for endpoints that answer, so that those that hang or
/// fail hold nobody up.
const LANES: [Lane; 8] =
    [Lane::Healthy, Lane::Healthy, Lane::Healthy, Lane::Healthy, Lane::Any, Lane::Any, Lane::Any, Lane::Any];

/// The deliveries of one server. Those under way end when it is dropped, and are made again once their leases are over.
#[derive(Debug)]
pub struct Deliveries(Lanes<Lane>);

impl Default for Deliveries {
    fn default() -> Self {
        Self(Lanes::new(&LANES))
    }
}

impl Deliveries {
    /// Begins as many as are free and have an endpoint with something to deliver.
    pub async fn start(&mut self, ctx: &Context) -> Result<(), Error> {
        for lane in self.0.free() {
            let Some(claimed) = claim(ctx, lane).await? else { continue };
            let ctx = ctx.clone();
            self.0.begin(lane, async move {
                if let Err(error) = deliver(&ctx, claimed).await {
                    tracing::warn!(%error, "what came of a webhook's messages could not be noted");
                }
            });
        }
        Ok(())
    }

    /// Waits until one is free again; for ever where none is under way.
    pub async fn one_ends(&mut self) {
        self.0.one_ends().await;
    }
}
