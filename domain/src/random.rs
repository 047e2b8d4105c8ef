//! Randomness, passed in: `roster seed` repeats it.

use crate::clock::Micros;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::{Builder, Uuid};

/// Where ids, tokens and keys come from.
#[derive(Clone, Debug)]
pub enum Random {
    /// The operating system's, by way of a cryptographic generator.
    System,
    /// The same again for the same seed; never where secrets are made.
    Seeded(Arc<Mutex<StdRng>>),
}

impl Random {
    /// Randomness that repeats itself: for `roster seed` and tests.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// So many bytes, each uniform.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is where the randomness is")]
            Self::System => rand::rng().fill_bytes(&mut bytes),
            Self::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes),
        }
        bytes
    }

    /// Uniform in `0..below`.
    pub fn below(&self, below: usize) -> usize {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is where the randomness is")]
            Self::System => rand::rng().random_range(0..below),
            Self::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).random_range(0..below),
        }
    }

    /// UUID version 7 (RFC 9562): sorts by the moment it was made.
    pub fn id<T: From<Uuid>>(&self, now: Micros) -> T {
        Builder::from_unix_timestamp_millis(millis(now), &self.bytes()).into_uuid().into()
    }
}

/// The least of the ids that can be made at this moment or later.
pub fn first_id(at: Micros) -> Uuid {
    Builder::from_unix_timestamp_millis(millis(at), &[0; 10]).into_uuid()
}

fn millis(at: Micros) -> u64 {
    u64::try_from(at / 1000).unwrap_or_default()
}
