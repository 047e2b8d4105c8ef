//! What people asked for and what of it failed, counted in memory until [`crate::lab::flush`] writes it down: no request
//! waits for it.

use model::ids::AccountId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// More people than these are not counted: a database that is out of reach must not fill the memory.
const MAX_WAITING: usize = 50_000;
/// Who asked, and in which workspace.
pub(crate) type Asker = (AccountId, Option<String>);

/// What one person asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub requests: i64,
    pub failed: i64,
}

impl Count {
    pub(crate) fn add(&mut self, other: Self) {
        self.requests += other.requests;
        self.failed += other.failed;
    }
}

/// Counts that wait to be written down, of one server.
#[derive(Debug, Default)]
pub struct RequestCounts(Mutex<HashMap<Asker, Count>>);

impl RequestCounts {
    /// Counts an answer, or a failure that a browser has reported.
    pub fn count(&self, account: AccountId, workspace: Option<&str>, failed: bool) {
        self.add((account, workspace.map(str::to_owned)), Count { requests: 1, failed: i64::from(failed) });
    }

    pub(crate) fn add(&self, asker: Asker, count: Count) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MAX_WAITING || waiting.contains_key(&asker) {
            waiting.entry(asker).or_default().add(count);
        }
    }

    /// Those that wait; none wait any more.
    pub(crate) fn take(&self) -> HashMap<Asker, Count> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
