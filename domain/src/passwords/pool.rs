//! Work that keeps a core busy: on threads of its own, a bounded number of pieces waiting.

use crate::{Error, internal};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{Semaphore, oneshot};

/// When it is worth trying again where too many wait, in seconds.
const RETRY_SECONDS: u32 = 5;

/// Threads that do one piece of work after the other. On threads that come and go, the system's allocator would keep
/// the memory of a piece for each; on those of requests, a request would wait for another one's work.
#[derive(Debug)]
pub(super) struct WorkPool {
    threads: ThreadPool,
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

impl WorkPool {
    pub(super) fn new(name: &'static str, threads: usize) -> Result<Self, ThreadPoolBuildError> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(move |n| format!("{name}-{n}"))
            // Whoever waits for the answer gets none, which is an error of theirs, not the end of the program.
            .panic_handler(|_| ())
            .build()?;
        Ok(Self { threads: pool, turns: Arc::new(Semaphore::new(threads)), waiting: Arc::default() })
    }

    /// Tells whether any piece waits for its turn, from wherever that is asked.
    pub(super) fn waiting(&self) -> impl Fn() -> bool + use<> {
        let waiting = self.waiting.clone();
        move || waiting.load(Ordering::SeqCst) > 0
    }

    /// Does it in turn; [`Error::Busy`] where `max_waiting` pieces wait already.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        max_waiting: usize,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let place = QueuePlace::take(&self.waiting, max_waiting)?;
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|error| internal("waiting for a thread", error))?;
        drop(place);
        let (done, answer) = oneshot::channel();
        self.threads.spawn(move || {
            let _turn = turn;
            // Whoever asked may have gone away.
            let _ = done.send(work());
        });
        answer.await.map_err(|error| internal("waiting for a thread's answer", error))
    }
}

/// A place in the queue, given back when it is dropped: also when the request goes away while it waits.
struct QueuePlace<'a>(&'a AtomicUsize);

impl<'a> QueuePlace<'a> {
    fn take(waiting: &'a AtomicUsize, max: usize) -> Result<Self, Error> {
        let place = Self(waiting);
        if waiting.fetch_add(1, Ordering::SeqCst) < max { Ok(place) } else { Err(Error::Busy(RETRY_SECONDS)) }
    }
}

impl Drop for QueuePlace<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
