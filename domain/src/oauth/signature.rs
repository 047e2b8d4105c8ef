//! A signed token (RFC 7515) of a kind that the library does not know.

use super::Failure;
use super::keys::Keys;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKey, JsonWebKeyAlgorithm};
use serde::Deserialize;
use serde_json::{Map, Value};

/// What providers sign with. Neither `none` nor a shared secret: a token does not choose how it is checked.
pub(super) const ALGORITHMS: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EdDsa,
];

#[derive(Deserialize)]
pub(super) struct Header {
    alg: CoreJwsSigningAlgorithm,
    kid: Option<String>,
    #[serde(default)]
    pub typ: String,
}

/// The three parts of a token, not yet believed.
pub(super) struct Parts<'a> {
    pub header: Header,
    pub payload: Map<String, Value>,
    signed: &'a str,
    signature: Vec<u8>,
}

impl<'a> Parts<'a> {
    pub fn parse(token: &'a str) -> Result<Self, Failure> {
        let unreadable = || Failure::Check("the token can't be read".into());
        let (signed, signature) = token.rsplit_once('.').ok_or_else(unreadable)?;
        let (header, payload) = signed.split_once('.').ok_or_else(unreadable)?;
        let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| unreadable());
        Ok(Self {
            header: serde_json::from_slice(&decode(header)?).map_err(|_| unreadable())?,
            payload: serde_json::from_slice(&decode(payload)?).map_err(|_| unreadable())?,
            signed,
            signature: decode(signature)?,
        })
    }

    /// Whether one of these keys is known by the name that the token gives; a token without a name fits any.
    pub fn has_key(&self, keys: &Keys) -> bool {
        keys.keys().iter().any(|key| self.fits(key))
    }

    /// What it says, where one of these keys has signed it.
    pub fn verify(self, keys: &Keys) -> Result<Map<String, Value>, Failure> {
        if !ALGORITHMS.contains(&self.header.alg) {
            return Err(Failure::Check("the algorithm is none that is taken".into()));
        }
        let mut fitting = keys.keys().iter().filter(|key| self.fits(key));
        let (Some(key), None) = (fitting.next(), fitting.next()) else {
            return Err(Failure::Check("no key, or more than one, fits the signature".into()));
        };
        key.verify_signature(&self.header.alg, self.signed.as_bytes(), &self.signature)
            .map_err(|error| Failure::Check(error.to_string()))?;
        Ok(self.payload)
    }

    fn fits(&self, key: &CoreJsonWebKey) -> bool {
        let named = self.header.kid.as_ref();
        let name = named.is_none_or(|kid| key.key_id().is_some_and(|id| id.as_str() == kid));
        let algorithm = match key.signing_alg() {
            JsonWebKeyAlgorithm::Unspecified => true,
            JsonWebKeyAlgorithm::Algorithm(algorithm) => *algorithm == self.header.alg,
            JsonWebKeyAlgorithm::Unsupported => false,
        };
        name && algorithm && kind_of(&self.header.alg).is_some_and(|kind| kind == *key.key_type())
    }
}

fn kind_of(algorithm: &CoreJwsSigningAlgorithm) -> Option<openidconnect::core::CoreJsonWebKeyType> {
    openidconnect::JwsSigningAlgorithm::key_type(algorithm)
}
