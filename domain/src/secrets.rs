//! One-time links, session cookies, and how they rest.

use crate::random::Random;
use crate::{Error, internal};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fmt;

/// 256 random bits, handed out once and kept only as their hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// A token that nobody has yet.
    pub fn new(random: &Random) -> Self {
        Self(random.bytes())
    }

    /// Reads what was handed out; anything of another shape is none, without a look-up.
    pub fn parse(text: &str) -> Option<Self> {
        BASE64_URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The text to hand out: 43 characters of base64url (RFC 4648, 5).
    pub fn reveal(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database keeps. A fast hash is enough for 256 random bits.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The installation's key: seals what has to be read again, such as the link of a mail that waits to be sent.
#[derive(Clone)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// A key for a new installation.
    pub fn new(random: &Random) -> Self {
        Self(random.bytes())
    }

    /// From its base64url text, 32 bytes.
    pub fn parse(text: &str) -> Option<Self> {
        Token::parse(text.trim()).map(|Token(bytes)| Self(bytes))
    }

    /// The text that [`SecretKey::parse`] reads: 43 characters of base64url (RFC 4648, 5).
    pub fn reveal(&self) -> String {
        Token(self.0).reveal()
    }

    /// Encrypts and authenticates (XChaCha20-Poly1305); `purpose` must be the same to open it.
    pub fn seal(&self, random: &Random, purpose: &str, text: &str) -> Result<Vec<u8>, Error> {
        let nonce: [u8; 24] = random.bytes();
        let payload = Payload { msg: text.as_bytes(), aad: purpose.as_bytes() };
        let sealed = self.cipher().encrypt(XNonce::from_slice(&nonce), payload);
        let sealed = sealed.map_err(|error| internal("sealing", error.to_string()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// None if it was altered, sealed by another key or for another purpose.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Option<String> {
        let (nonce, sealed) = sealed.split_at_checked(24)?;
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        let opened = self.cipher().decrypt(XNonce::from_slice(nonce), payload).ok()?;
        String::from_utf8(opened).ok()
    }

    /// A keyed digest (HMAC-SHA-256): of what is too short for a plain one. `purpose` sets apart what is digested.
    pub fn digest(&self, purpose: &str, text: &str) -> Result<Vec<u8>, Error> {
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

    #[test]
    fn what_is_sealed_opens_for_its_purpose_only() {
        let key = SecretKey::new(&Random::System);
        let sealed = key.seal(&Random::System, "mail", "a link").unwrap();
        assert_eq!(key.open("mail", &sealed).as_deref(), Some("a link"));
        assert_eq!(key.open("cookie", &sealed), None);
        assert_eq!(SecretKey::new(&Random::System).open("mail", &sealed), None);
        for i in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[i] ^= 1;
            assert_eq!(key.open("mail", &altered), None, "byte {i}");
        }
        assert_eq!(key.open("mail", b"short"), None);
    }

    #[test]
    fn a_token_is_read_back_and_prints_nothing() {
        let token = Token::new(&Random::System);
        assert_eq!(Token::parse(&token.reveal()), Some(token.clone()));
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_eq!(Token::parse("too short"), None);
    }
}
