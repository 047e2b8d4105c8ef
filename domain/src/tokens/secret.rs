//! The secret: `rst_`, and 48 characters of base64url (RFC 4648, 5) that hold 256 random bits and a checksum. What
//! scanners look for is `rst_[A-Za-z0-9_-]{48}`.

use crate::random::Random;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use sha2::{Digest, Sha256};
use std::fmt;

const PREFIX: &str = "rst_";
const RANDOM_BYTES: usize = 32;
const CHECKSUM_BYTES: usize = 4;
/// How much of it is shown to recognise it by, in characters: 208 of its random bits stay secret.
const SHOWN: usize = PREFIX.len() + 8;

/// What a program sends. Its owner sees it once; the database has its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenSecret(String);

impl TokenSecret {
    /// One that nobody has yet.
    pub fn new(random: &Random) -> Self {
        let mut bytes = random.bytes::<RANDOM_BYTES>().to_vec();
        bytes.extend(checksum(&bytes));
        Self(format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// None where it is cut off, longer, mistyped or of something else: that costs no query.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        let (random, sum) = bytes.split_at_checked(RANDOM_BYTES)?;
        (sum == checksum(random)).then(|| Self(text.to_owned()))
    }

    /// As it is handed out.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// How it begins.
    pub fn prefix(&self) -> &str {
        &self.0[..SHOWN]
    }

    /// What the database keeps. A fast hash is enough for 256 random bits.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(&self.0).to_vec()
    }
}

/// Of the prefix too, so that other base64 after it is no token.
fn checksum(random: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let digest = Sha256::new().chain_update(PREFIX).chain_update(random).finalize();
    std::array::from_fn(|at| digest[at])
}

impl fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_back_and_prints_nothing() {
        let secret = TokenSecret::new(&Random::System);
        assert_eq!(secret.reveal().len(), PREFIX.len() + 48);
        assert_eq!(TokenSecret::parse(secret.reveal()), Some(secret.clone()));
        assert!(secret.prefix().len() == 12 && secret.reveal().starts_with(secret.prefix()));
        assert_eq!(format!("{secret:?}"), "TokenSecret(…)");
        assert_ne!(TokenSecret::new(&Random::System), secret);
    }

    #[test]
    fn any_other_character_is_refused_as_are_more_and_fewer() {
        let secret = TokenSecret::new(&Random::System);
        let text = secret.reveal();
        for at in 0..text.len() {
            let other = if &text[at..=at] == "A" { "B" } else { "A" };
            let altered = format!("{}{other}{}", &text[..at], &text[at + 1..]);
            assert_eq!(TokenSecret::parse(&altered), None, "{at}");
        }
        for bad in ["", "rst_", "Bearer", &text[..text.len() - 1], &format!("{text}A"), &text.to_uppercase()] {
            assert_eq!(TokenSecret::parse(bad), None, "{bad}");
        }
    }
}
