//! Argon2id (RFC 9106), a few at a time.

use super::pool::WorkPool;
use crate::{Error, internal};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use model::accounts::Password;

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
/// once cost time, not memory.
#[derive(Debug)]
pub struct Hasher {
    argon2: Argon2<'static>,
    pool: WorkPool,
    /// Verified where there is no account, so that its absence takes as long.
    decoy: String,
    max_waiting: usize,
}

/// The cost is none that Argon2 takes, or threads can't be had.
#[derive(Debug, thiserror::Error)]
pub enum HasherError {
    #[error("{0}")]
    Cost(argon2::Error),
    #[error("{0}")]
    Hash(password_hash::Error),
    #[error("no threads to hash on: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// How many may wait for each that runs: about five seconds' worth.
const QUEUE_PER_CORE: usize = 128;

impl Hasher {
    pub fn new(cost: Cost) -> Result<Self, HasherError> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(HasherError::Cost)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash(&argon2, "nobody's password").map_err(HasherError::Hash)?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self { argon2, pool: WorkPool::new("hash", cores)?, decoy, max_waiting: cores * QUEUE_PER_CORE })
    }

    /// The PHC string to store.
    pub async fn hash(&self, password: &Password) -> Result<String, Error> {
        let (argon2, password) = (self.argon2.clone(), password.clone());
        let hashed = self.pool.run(self.max_waiting, move || hash(&argon2, password.reveal())).await?;
        hashed.map_err(|error| internal("hashing a password", error.to_string()))
    }

    /// Whether it is the stored one; against none it is never, and takes as long.
    pub async fn verify(&self, password: &Password, stored: Option<String>) -> Result<bool, Error> {
        let known = stored.is_some();
        let (argon2, password) = (self.argon2.clone(), password.clone());
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        let matches = self
            .pool
            .run(self.max_waiting, move || {
                let stored = PasswordHash::new(&stored).map_err(|_| password_hash::Error::EncodingInvalid)?;
                match argon2.verify_password(password.reveal().as_bytes(), &stored) {
                    Ok(()) => Ok(true),
                    Err(password_hash::Error::PasswordInvalid) => Ok(false),
                    Err(error) => Err(error),
                }
            })
            .await?;
        let matches = matches.map_err(|error| internal("reading the hash of a password", error.to_string()))?;
        Ok(matches && known)
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<String, password_hash::Error> {
    Ok(argon2.hash_password(password.as_bytes())?.to_string())
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
