//! Argon2id (RFC 9106), a few at a time.

use crate::Error;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use model::accounts::Password;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{Semaphore, oneshot};

/// What one hash takes.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Default for Cost {
    /// OWASP's floor for argon2id: 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// Hashes on threads of its own, one per core; a bounded number wait, the rest are told to come back: 500 sign-ins at
/// once cost time, not memory. On threads that come and go, the system's allocator would keep the memory of a hash for each.
#[derive(Debug)]
pub struct Hasher {
    argon2: Argon2<'static>,
    threads: ThreadPool,
    /// Verified where there is no account, so that its absence takes as long.
    decoy: String,
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    queue: usize,
}

/// The cost is none that Argon2 takes, or threads can't be had.
#[derive(Debug, thiserror::Error)]
pub enum HasherError {
    #[error("{0}")]
    Cost(argon2::Error),
    #[error("no threads to hash on: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// How many may wait for each that runs: about five seconds' worth.
const QUEUE_PER_CORE: usize = 128;

impl Hasher {
    pub fn new(cost: Cost) -> Result<Self, HasherError> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(HasherError::Cost)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash(&argon2, "nobody's password").unwrap_or_default();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = ThreadPoolBuilder::new()
            .num_threads(cores)
            .thread_name(|n| format!("hash-{n}"))
            // Whoever waits for the answer gets none, which is an error of theirs, not the end of the program.
            .panic_handler(|_| ())
            .build()?;
        Ok(Self {
            argon2,
            threads,
            decoy,
            turns: Arc::new(Semaphore::new(cores)),
            waiting: AtomicUsize::new(0),
            queue: cores * QUEUE_PER_CORE,
        })
    }

    /// The PHC string to store.
    pub async fn hash(&self, password: &Password) -> Result<String, Error> {
        let (argon2, password) = (self.argon2.clone(), password.clone());
        self.in_turn(move || hash(&argon2, password.reveal())).await?.ok_or(Error::Internal)
    }

    /// Whether it is the stored one; against none it is never, and takes as long.
    pub async fn verify(&self, password: &Password, stored: Option<String>) -> Result<bool, Error> {
        let known = stored.is_some();
        let (argon2, password) = (self.argon2.clone(), password.clone());
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        let matches = self
            .in_turn(move || {
                let stored = PasswordHash::new(&stored).ok()?;
                Some(argon2.verify_password(password.reveal().as_bytes(), &stored).is_ok())
            })
            .await?;
        Ok(matches.unwrap_or(false) && known)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let place = Place::take(&self.waiting, self.queue)?;
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| Error::Internal)?;
        drop(place);
        let (done, answer) = oneshot::channel();
        self.threads.spawn(move || {
            let _turn = turn;
            // Whoever asked may have gone away.
            let _ = done.send(work());
        });
        answer.await.map_err(|_| Error::Internal)
    }
}

/// A place in the queue, given back when it is dropped: also when the request goes away while it waits.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize, queue: usize) -> Result<Self, Error> {
        let place = Self(waiting);
        if waiting.fetch_add(1, Ordering::SeqCst) < queue { Ok(place) } else { Err(Error::Busy(5)) }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Option<String> {
    argon2.hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_verifies_its_password_alone() {
        let hasher = Hasher::new(Cost { memory_kib: 64, passes: 1 }).unwrap();
        let password = Password::new("correct horse battery");
        let stored = hasher.hash(&password).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        assert!(hasher.verify(&password, Some(stored.clone())).await.unwrap());
        assert!(!hasher.verify(&Password::new("wrong"), Some(stored)).await.unwrap());
        assert!(!hasher.verify(&Password::new("nobody's password"), None).await.unwrap());
    }
}
