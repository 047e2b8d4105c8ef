//! Several tasks at once, so many of each kind: what takes long in one lane holds nobody up in another.

use std::collections::HashMap;
use std::fmt;
use tokio::task::{Id, JoinError, JoinSet};

/// The tasks of one server. Those under way end when it is dropped.
pub(crate) struct Lanes<K: 'static> {
    all: &'static [K],
    tasks: JoinSet<()>,
    under_way: HashMap<Id, K>,
}

impl<K: Copy + PartialEq> Lanes<K> {
    /// One task in each at a time; a kind that stands several times has as many.
    pub(crate) fn new(all: &'static [K]) -> Self {
        Self { all, tasks: JoinSet::new(), under_way: HashMap::new() }
    }

    /// Those without a task, in their order.
    pub(crate) fn free(&mut self) -> Vec<K> {
        while let Some(ended) = self.tasks.try_join_next_with_id() {
            self.ended(&ended);
        }
        let mut free = self.all.to_vec();
        for lane in self.under_way.values() {
            if let Some(at) = free.iter().position(|free| free == lane) {
                free.remove(at);
            }
        }
        free
    }

    /// Begins a task in a free one.
    pub(crate) fn begin(&mut self, lane: K, task: impl Future<Output = ()> + Send + 'static) {
        let task = self.tasks.spawn(task);
        self.under_way.insert(task.id(), lane);
    }

    /// Waits until one is free again; for ever where no task is under way.
    pub(crate) async fn one_ends(&mut self) {
        match self.tasks.join_next_with_id().await {
            Some(ended) => self.ended(&ended),
            None => std::future::pending().await,
        }
    }

    fn ended(&mut self, ended: &Result<(Id, ()), JoinError>) {
        let id = ended.as_ref().map_or_else(JoinError::id, |(id, ())| *id);
        self.under_way.remove(&id);
    }
}

impl<K> fmt::Debug for Lanes<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lanes({} of {} at work)", self.under_way.len(), self.all.len())
    }
}
