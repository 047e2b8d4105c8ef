//! Several endpoints at once.

use super::claim::{Lane, claim};
use super::deliver::deliver;
use crate::{Context, Error};
use std::collections::HashMap;
use tokio::task::{Id, JoinError, JoinSet};

/// How many endpoints a server serves at once. Half of them are for endpoints that answer, so that those that hang or
/// fail hold nobody up.
const LANES: [Lane; 8] =
    [Lane::Healthy, Lane::Healthy, Lane::Healthy, Lane::Healthy, Lane::Any, Lane::Any, Lane::Any, Lane::Any];

/// The deliveries of one server. Those under way end when it is dropped, and are made again once their leases are over.
#[derive(Debug)]
pub struct Deliveries {
    free: Vec<Lane>,
    tasks: JoinSet<()>,
    lanes: HashMap<Id, Lane>,
}

impl Default for Deliveries {
    fn default() -> Self {
        Self { free: LANES.to_vec(), tasks: JoinSet::new(), lanes: HashMap::new() }
    }
}

impl Deliveries {
    /// Begins as many as are free and have an endpoint with something to deliver.
    pub async fn start(&mut self, ctx: &Context) -> Result<(), Error> {
        while let Some(ended) = self.tasks.try_join_next_with_id() {
            self.ended(ended);
        }
        for lane in std::mem::take(&mut self.free) {
            match claim(ctx, lane).await {
                Ok(Some(claimed)) => {
                    let ctx = ctx.clone();
                    let task = self.tasks.spawn(async move {
                        if let Err(error) = deliver(&ctx, claimed).await {
                            tracing::warn!(%error, "what came of a webhook's messages could not be noted");
                        }
                    });
                    self.lanes.insert(task.id(), lane);
                }
                Ok(None) => self.free.push(lane),
                Err(error) => {
                    self.reset_free();
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Waits until one is free again; for ever where none is under way.
    pub async fn one_ends(&mut self) {
        match self.tasks.join_next_with_id().await {
            Some(ended) => self.ended(ended),
            None => std::future::pending().await,
        }
    }

    fn ended(&mut self, ended: Result<(Id, ()), JoinError>) {
        let id = ended.map_or_else(|panicked| panicked.id(), |(id, ())| id);
        if self.lanes.remove(&id).is_some() {
            self.reset_free();
        }
    }

    /// All lanes but those under way.
    fn reset_free(&mut self) {
        self.free = LANES.to_vec();
        for lane in self.lanes.values() {
            if let Some(at) = self.free.iter().position(|free| free == lane) {
                self.free.remove(at);
            }
        }
    }
}
