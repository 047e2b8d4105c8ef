//! Argon2id (RFC 9106), a few at a time.

use super::memory::{InMemory, Memory};
use super::pool::WorkPool;
use crate::{Error, internal};
use argon2::Params;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, CustomizedPasswordHasher, PasswordVerifier, try_generate_salt};
use model::accounts::Password;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// What one hash takes.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
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
    params: Params,
    memory: Arc<Memory>,
    pool: WorkPool,
    /// Verified where there is no account, so that its absence takes as long.
    decoy: String,
    max_waiting: usize,
}

/// The cost is none that Argon2 takes, or threads can't be had.
#[derive(Debug, thiserror::Error)]
pub enum HasherError {
    /// Argon2 does not take the cost.
    #[error("{0}")]
    Cost(argon2::Error),
    /// Hashing failed at the first try.
    #[error("{0}")]
    Hash(password_hash::Error),
    /// The system gives no threads.
    #[error("no threads to hash on: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// How many may wait for each that runs: about five seconds' worth.
const QUEUE_PER_CORE: usize = 128;

impl Hasher {
    /// Starts the threads, and hashes once to know that the cost can be had.
    pub fn new(cost: Cost) -> Result<Self, HasherError> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(HasherError::Cost)?;
        let memory = Arc::new(Memory::default());
        let decoy = memory.lend(|argon2| hash(argon2, &params, "nobody's password"), || false);
        let decoy = decoy.map_err(HasherError::Hash)?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self { params, memory, pool: WorkPool::new("hash", cores)?, decoy, max_waiting: cores * QUEUE_PER_CORE })
    }

    /// The PHC string to store, of the password's normal form.
    pub async fn hash(&self, password: &Password) -> Result<String, Error> {
        let (params, text) = (self.params.clone(), normal_form(password.reveal()));
        let hashed = self.in_turn(move |argon2| hash(argon2, &params, &text)).await?;
        hashed.map_err(|error| internal("hashing a password", error.to_string()))
    }

    /// Whether it is the stored one; against none it is never, and takes as long. A text that is not in normal form is
    /// tried as it is as well: hashes from before are of what was typed.
    pub async fn verify(&self, password: &Password, stored: Option<String>) -> Result<bool, Error> {
        let known = stored.is_some();
        let password = password.clone();
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        let matches = self
            .in_turn(move |argon2| {
                let stored = PasswordHash::new(&stored).map_err(|_| password_hash::Error::EncodingInvalid)?;
                let is_stored = |text: &str| match argon2.verify_password(text.as_bytes(), &stored) {
                    Ok(()) => Ok(true),
                    Err(password_hash::Error::PasswordInvalid) => Ok(false),
                    Err(error) => Err(error),
                };
                let (typed, normal) = (password.reveal(), normal_form(password.reveal()));
                Ok::<_, password_hash::Error>(is_stored(&normal)? || (normal != typed && is_stored(typed)?))
            })
            .await?;
        let matches = matches.map_err(|error| internal("reading the hash of a password", error.to_string()))?;
        Ok(matches && known)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&InMemory<'_>) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (memory, is_another_waiting) = (self.memory.clone(), self.pool.waiting());
        self.pool.run(self.max_waiting, move || memory.lend(work, is_another_waiting)).await
    }
}

/// The form in which a password is hashed, so that keyboards that compose letters otherwise mean the same: spaces of
/// other kinds are U+0020, and all is NFC (RFC 8265, 4.2: OpaqueString). What that profile forbids is not refused here:
/// its tables know no character of the last years.
fn normal_form(password: &str) -> String {
    // The general category Zs.
    let is_other_space =
        |c: char| matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}');
    password.chars().map(|c| if is_other_space(c) { ' ' } else { c }).nfc().collect()
}

/// By Argon2id, version 19, as is usual.
fn hash(argon2: &InMemory<'_>, params: &Params, password: &str) -> Result<String, password_hash::Error> {
    let salt = try_generate_salt()?;
    Ok(argon2.hash_password_customized(password.as_bytes(), &salt, None, None, params.clone())?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn password_is_the_same_however_its_letters_are_composed() {
        let hasher = Hasher::new(Cost { memory_kib: 64, passes: 1 }).unwrap();
        let (composed, decomposed) = ("größerer Käse am Zaun", "gro\u{308}ßerer\u{a0}Ka\u{308}se am\u{3000}Zaun");
        for (set, typed) in [(composed, decomposed), (decomposed, composed), (decomposed, decomposed)] {
            let stored = hasher.hash(&Password::new(set)).await.unwrap();
            assert!(hasher.verify(&Password::new(typed), Some(stored)).await.unwrap(), "{set} {typed}");
        }
        // Case and the letters themselves still count.
        let stored = hasher.hash(&Password::new(composed)).await.unwrap();
        for other in ["Größerer Käse am Zaun", "grosserer Käse am Zaun", "größerer Käse  am Zaun"] {
            assert!(!hasher.verify(&Password::new(other), Some(stored.clone())).await.unwrap(), "{other}");
        }
    }

    #[tokio::test]
    async fn hashes_of_what_was_typed_still_verify() {
        let hasher = Hasher::new(Cost { memory_kib: 64, passes: 1 }).unwrap();
        let decomposed = "gro\u{308}ßerer Ka\u{308}se";
        let before = hasher.memory.lend(|argon2| hash(argon2, &hasher.params, decomposed).unwrap(), || false);
        assert!(hasher.verify(&Password::new(decomposed), Some(before.clone())).await.unwrap());
        assert!(!hasher.verify(&Password::new("größerer Käse"), Some(before)).await.unwrap());
    }

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
