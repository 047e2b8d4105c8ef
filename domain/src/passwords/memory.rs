//! Argon2 in memory that is used again while passwords wait, and is given back to the system when none does.
//!
//! What one hash takes, 19 MiB, would be mapped anew for each, which takes nearly as long as the hash, or be kept by
//! glibc, which lays other things in between: five sign-ins left 100 MB behind (docs/performance.md).

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{CustomizedPasswordHasher, Error};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// From 32 MiB on glibc always maps a piece by itself and unmaps it when it is freed, however large those before were
/// (`mallopt(3)`: `M_MMAP_THRESHOLD`). What is not written to takes none.
const MAPPED: usize = (33 << 20) / Block::SIZE;

/// Pieces that no hash uses just now.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    /// Hashes in a piece of its own; `is_wanted` says afterwards whether another hash waits for one.
    pub(super) fn lend<T>(&self, hash: impl FnOnce(&InMemory<'_>) -> T, is_wanted: impl FnOnce() -> bool) -> T {
        let mut blocks = self.spare().pop().unwrap_or_else(|| Vec::with_capacity(MAPPED));
        let hashed = hash(&InMemory(RefCell::new(&mut blocks)));
        let mut spare = self.spare();
        if is_wanted() {
            spare.push(blocks);
        } else {
            spare.clear();
        }
        hashed
    }

    fn spare(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Argon2 as the `argon2` crate has it, in such a piece. That crate verifies by it, too.
pub(super) struct InMemory<'a>(RefCell<&'a mut Vec<Block>>);

impl CustomizedPasswordHasher<PasswordHash> for InMemory<'_> {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> Result<PasswordHash, Error> {
        let algorithm = algorithm.map(Algorithm::try_from).transpose()?.unwrap_or_default();
        let version = version.map(Version::try_from).transpose()?.unwrap_or_default();
        let salt = Salt::new(salt)?;
        let mut output = [0; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let output = output.get_mut(..length).ok_or(Error::OutputSize)?;
        let written = ParamsString::try_from(&params)?;
        let mut blocks = self.0.borrow_mut();
        blocks.resize(params.block_count(), Block::new());
        let argon2 = Argon2::new(algorithm, version, params);
        argon2.hash_password_into_with_memory(password, &salt, output, blocks.as_mut_slice())?;
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: written,
            salt: Some(salt),
            hash: Some(Output::new(output)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::PasswordVerifier;

    const SALT: &[u8] = b"sixteen bytes!!!";

    /// What is left of hashes before, larger and smaller, changes nothing.
    #[test]
    fn hashes_are_those_of_argon2_whatever_memory_held_before() {
        let memory = Memory::default();
        for (kib, passes) in [(256, 1), (64, 3), (512, 2), (64, 1)] {
            let params = || Params::new(kib, passes, 1, None).unwrap();
            let ours = memory.lend(
                |argon2| argon2.hash_password_customized(b"red kites", SALT, None, None, params()).unwrap(),
                || true,
            );
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params());
            let theirs = argon2.hash_password_customized(b"red kites", SALT, None, None, params()).unwrap();
            assert_eq!(ours.to_string(), theirs.to_string());
            assert_eq!(memory.lend(|argon2| argon2.verify_password(b"red kites", &theirs), || true), Ok(()));
            let refused = memory.lend(|argon2| argon2.verify_password(b"red kite", &theirs), || true);
            assert_eq!(refused, Err(Error::PasswordInvalid));
        }
    }

    #[test]
    fn memory_is_kept_only_while_it_is_wanted() {
        let memory = Memory::default();
        memory.lend(|_| (), || true);
        assert_eq!(memory.spare().len(), 1);
        memory.lend(|_| memory.lend(|_| (), || true), || true);
        assert_eq!(memory.spare().len(), 2);
        memory.lend(|_| (), || false);
        assert!(memory.spare().is_empty());
    }
}
