//! Whether the database can be written to: what `/readyz` tells those who watch.

use super::{Database, DbError, query};
use crate::clock::{Micros, micros};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

/// How long a write that worked answers for the next ones: ten seconds.
const PROBE_TTL: Duration = Duration::from_secs(10);
/// What a probe writes after a failure, in bytes. A few bytes still fit into a full disk's last block.
const FAILURE_PROBE_BYTES: usize = 256 * 1024;

/// What is known of writing, shared by all transactions of a database.
#[derive(Debug, Default)]
pub(super) struct WriteHealth {
    /// A write failed for want of room or permission, and none has worked since that would have failed as well.
    failed: AtomicBool,
    /// When a probe last worked.
    probed_at: AtomicI64,
    /// One probe at a time.
    probing: AtomicBool,
}

impl WriteHealth {
    /// Looks at what came of a statement or a commit.
    pub(super) fn observe<T>(&self, result: &Result<T, DbError>) {
        if result.as_ref().is_err_and(DbError::is_unwritable) {
            self.failed.store(true, Ordering::Release);
        }
    }
}

impl Database {
    /// Whether writing works. Asks the database by a small write, at most every ten seconds while all is well; after a
    /// write has failed for want of room or permission, by one of 256 KiB each time until one works.
    pub async fn is_writable(&self, now: Micros) -> bool {
        let health = &self.shared.health;
        let failed = health.failed.load(Ordering::Acquire);
        let fresh = now - health.probed_at.load(Ordering::Acquire) < micros(PROBE_TTL);
        if (fresh && !failed) || health.probing.swap(true, Ordering::AcqRel) {
            return !failed;
        }
        let _probing = Probing(&health.probing);
        match self.probe(now, if failed { FAILURE_PROBE_BYTES } else { 0 }).await {
            Ok(()) => {
                health.failed.store(false, Ordering::Release);
                health.probed_at.store(now, Ordering::Release);
                true
            }
            Err(error) => {
                tracing::warn!(%error, "the database can't be written to");
                health.failed.store(true, Ordering::Release);
                false
            }
        }
    }

    async fn probe(&self, now: Micros, bytes: usize) -> Result<(), DbError> {
        let mut tx = self.write().await?;
        query("UPDATE write_probes SET written_at = $1, filler = $2 WHERE id = 1")
            .bind(now)
            .bind(vec![0; bytes])
            .run(&mut tx)
            .await?;
        tx.commit().await
    }
}

/// The turn to probe, given back when it is dropped: also where the request goes away meanwhile.
struct Probing<'a>(&'a AtomicBool);

impl Drop for Probing<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}
