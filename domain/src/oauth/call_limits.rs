//! How often a service is called in one person's name: so many calls at once, and none while it wants to be left alone.

use crate::clock::{Micros, micros};
use moka::future::Cache;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Microsoft Graph takes four at once of one application for one mailbox.
const MAX_AT_ONCE: usize = 4;
/// Mailboxes that are known at once, and for how long after their last call.
const MAX_KNOWN: u64 = 10_000;
const IDLE: Duration = Duration::from_hours(1);
/// The first pause where a service does not say how long, in microseconds; doubled with each failure.
const FIRST_PAUSE: Micros = 1_000_000;
/// No pause is longer, whatever a service says.
const MAX_PAUSE: Duration = Duration::from_mins(15);

/// The limits of one server, by what they are for.
#[derive(Clone)]
pub(crate) struct CallLimits(Cache<String, Arc<Limit>>);

struct Limit {
    calls: Arc<Semaphore>,
    paused_until: AtomicI64,
    failures: AtomicU32,
}

impl Default for CallLimits {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MAX_KNOWN).time_to_idle(IDLE).build())
    }
}

impl fmt::Debug for CallLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallLimits(…)")
    }
}

impl CallLimits {
    /// Waits until one more call may be made; it goes on until the answer is dropped.
    pub async fn enter(&self, key: &str) -> Option<OwnedSemaphorePermit> {
        self.of(key).await.calls.clone().acquire_owned().await.ok()
    }

    /// The moment until which no call is made; none: now.
    pub async fn paused_until(&self, key: &str, now: Micros) -> Option<Micros> {
        let until = self.of(key).await.paused_until.load(Ordering::SeqCst);
        (until > now).then_some(until)
    }

    /// Pauses for as long as the service says, in seconds, or for longer with each failure. Answers until when.
    pub async fn pause(&self, key: &str, now: Micros, retry_after: Option<u64>) -> Micros {
        let limit = self.of(key).await;
        let failures = limit.failures.fetch_add(1, Ordering::SeqCst);
        let pause = retry_after.map_or(FIRST_PAUSE << failures.min(20), |seconds| micros(Duration::from_secs(seconds)));
        let until = now.saturating_add(pause.min(micros(MAX_PAUSE)));
        limit.paused_until.fetch_max(until, Ordering::SeqCst);
        until
    }

    /// A call has succeeded.
    pub async fn succeeded(&self, key: &str) {
        self.of(key).await.failures.store(0, Ordering::SeqCst);
    }

    async fn of(&self, key: &str) -> Arc<Limit> {
        let new = async {
            Arc::new(Limit {
                calls: Arc::new(Semaphore::new(MAX_AT_ONCE)),
                paused_until: AtomicI64::new(0),
                failures: AtomicU32::new(0),
            })
        };
        self.0.get_with(key.to_owned(), new).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pauses_grow_unless_the_service_says_how_long() {
        let limits = CallLimits::default();
        assert_eq!(limits.paused_until("a", 0).await, None);
        assert_eq!(limits.pause("a", 0, None).await, 1_000_000);
        assert_eq!(limits.pause("a", 0, None).await, 2_000_000);
        assert_eq!(limits.pause("a", 0, Some(30)).await, 30_000_000);
        assert_eq!(limits.paused_until("a", 29_999_999).await, Some(30_000_000));
        assert_eq!(limits.paused_until("a", 30_000_000).await, None);
        assert_eq!(limits.paused_until("b", 0).await, None, "each mailbox has its own");
        limits.succeeded("a").await;
        assert_eq!(limits.pause("a", 40_000_000, None).await, 41_000_000);
        assert_eq!(limits.pause("a", 0, Some(u64::MAX)).await, 900_000_000);
    }

    #[tokio::test]
    async fn four_calls_at_once() {
        let limits = CallLimits::default();
        let mut held = Vec::new();
        for _ in 0..4 {
            held.push(limits.enter("a").await);
        }
        let fifth = limits.enter("a");
        tokio::pin!(fifth);
        assert!(tokio::time::timeout(Duration::from_millis(20), &mut fifth).await.is_err());
        held.pop();
        assert!(fifth.await.is_some());
    }
}
