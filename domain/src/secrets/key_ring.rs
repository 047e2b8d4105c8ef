//! The installation's keys.

use super::Token;
use crate::random::Random;
use crate::{Error, internal};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fmt;

/// How long the name of a key is, in bytes.
const KEY_ID_BYTES: usize = 4;
/// How long a nonce is, in bytes.
const NONCE_BYTES: usize = 24;

/// The installation's key: seals what has to be read again, such as the link of a mail that waits to be sent. It can
/// have former keys with it, which open what they have sealed and seal nothing any more.
#[derive(Clone)]
pub struct SecretKey {
    current: Key,
    previous: Vec<Key>,
}

#[derive(Clone, PartialEq, Eq)]
struct Key([u8; 32]);

impl SecretKey {
    /// A key for a new installation.
    pub fn new(random: &Random) -> Self {
        Self { current: Key(random.bytes()), previous: Vec::new() }
    }

    /// From its base64url text, 32 bytes.
    pub fn parse(text: &str) -> Option<Self> {
        Token::parse(text.trim()).map(|Token(bytes)| Self { current: Key(bytes), previous: Vec::new() })
    }

    /// The text that [`SecretKey::parse`] reads: 43 characters of base64url (RFC 4648, 5). Former keys are not in it.
    pub fn reveal(&self) -> String {
        Token(self.current.0).reveal()
    }

    /// The same with keys that have sealed before.
    #[must_use]
    pub fn with_previous(mut self, previous: impl IntoIterator<Item = Self>) -> Self {
        for key in previous.into_iter().map(|key| key.current) {
            if key != self.current && !self.previous.contains(&key) {
                self.previous.push(key);
            }
        }
        self
    }

    /// Encrypts and authenticates (XChaCha20-Poly1305); `purpose` must be the same to open it. It begins with the key's
    /// name.
    pub fn seal(&self, random: &Random, purpose: &str, text: &str) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE_BYTES] = random.bytes();
        let payload = Payload { msg: text.as_bytes(), aad: purpose.as_bytes() };
        let sealed = self.current.cipher().encrypt(XNonce::from_slice(&nonce), payload);
        let sealed = sealed.map_err(|error| internal("sealing", error.to_string()))?;
        Ok([self.current.id().as_slice(), &nonce, &sealed].concat())
    }

    /// None if it was altered, sealed by a key that is not here or for another purpose.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Option<String> {
        let opened = self.keys().find_map(|key| key.open_named(purpose, sealed));
        // What was sealed before keys had names begins with its nonce.
        opened.or_else(|| self.keys().find_map(|key| key.open(purpose, sealed)))
    }

    /// Whether the current key has sealed it, and named itself.
    pub fn is_current(&self, purpose: &str, sealed: &[u8]) -> bool {
        self.current.open_named(purpose, sealed).is_some()
    }

    /// Keyed digests (HMAC-SHA-256) by each key, the current one first: how short secrets were kept before they were
    /// sealed. `purpose` sets apart what is digested.
    pub fn digests(&self, purpose: &str, text: &str) -> Result<Vec<Vec<u8>>, Error> {
        self.keys().map(|key| key.digest(purpose, text)).collect()
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.previous)
    }
}

impl Key {
    /// Tells keys apart, and nothing about them.
    fn id(&self) -> [u8; KEY_ID_BYTES] {
        let digest = Sha256::digest(self.0);
        std::array::from_fn(|at| digest[at])
    }

    /// Of what begins with this key's name.
    fn open_named(&self, purpose: &str, sealed: &[u8]) -> Option<String> {
        self.open(purpose, sealed.strip_prefix(&self.id())?)
    }

    /// Of what begins with its nonce.
    fn open(&self, purpose: &str, sealed: &[u8]) -> Option<String> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        let opened = self.cipher().decrypt(XNonce::from_slice(nonce), payload).ok()?;
        String::from_utf8(opened).ok()
    }

    fn digest(&self, purpose: &str, text: &str) -> Result<Vec<u8>, Error> {
        let mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.0);
        let mut mac = mac.map_err(|error| internal("digesting", error.to_string()))?;
        for part in [purpose, "\0", text] {
            mac.update(part.as_bytes());
        }
        Ok(mac.finalize().into_bytes().to_vec())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&self.0).into())
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SecretKey {
        SecretKey::new(&Random::System)
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_only() {
        let key = key();
        let sealed = key.seal(&Random::System, "mail", "a link").unwrap();
        assert_eq!(key.open("mail", &sealed).as_deref(), Some("a link"));
        assert_eq!(key.open("cookie", &sealed), None);
        assert_eq!(self::key().open("mail", &sealed), None);
        for i in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[i] ^= 1;
            assert_eq!(key.open("mail", &altered), None, "byte {i}");
        }
        assert_eq!(key.open("mail", b"short"), None);
    }

    #[test]
    fn a_former_key_opens_and_no_longer_seals() {
        let (former, current) = (key(), key());
        let sealed = former.seal(&Random::System, "mail", "a link").unwrap();
        let ring = current.clone().with_previous([former.clone(), former.clone(), current.clone()]);
        assert_eq!(ring.previous.len(), 1);
        assert_eq!(ring.open("mail", &sealed).as_deref(), Some("a link"));
        assert!(!ring.is_current("mail", &sealed) && former.is_current("mail", &sealed));
        let anew = ring.seal(&Random::System, "mail", "a link").unwrap();
        assert!(ring.is_current("mail", &anew));
        assert_eq!((current.open("mail", &anew).as_deref(), former.open("mail", &anew)), (Some("a link"), None));
        assert_eq!(current.open("mail", &sealed), None);
    }

    #[test]
    fn what_was_sealed_before_keys_had_names_still_opens() {
        let (former, current) = (key(), key());
        let sealed = former.seal(&Random::System, "mail", "a link").unwrap();
        let nameless = &sealed[KEY_ID_BYTES..];
        assert_eq!(former.open("mail", nameless).as_deref(), Some("a link"));
        assert!(!former.is_current("mail", nameless), "it is to be sealed anew");
        let ring = current.with_previous([former]);
        assert_eq!(ring.open("mail", nameless).as_deref(), Some("a link"));
    }

    #[test]
    fn digests_are_by_each_key() {
        let (former, current) = (key(), key());
        let by_former = former.digests("code", "ABCD").unwrap();
        let ring = current.clone().with_previous([former]);
        assert_eq!(
            ring.digests("code", "ABCD").unwrap(),
            [current.digests("code", "ABCD").unwrap(), by_former].concat()
        );
    }
}
