//! The beginning of a flow: the address that the browser is sent to.

use crate::random::Random;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use sha2::{Digest, Sha256};
use std::fmt;
use url::Url;

/// 256 random bits as text: a state, a nonce, a verifier.
pub(crate) fn random_text(random: &Random) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(random.bytes::<32>())
}

/// The proof that whoever redeems a code has asked for it (RFC 7636).
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Pkce {
    /// Kept until the code is redeemed.
    pub verifier: String,
}

impl Pkce {
    pub fn new(random: &Random) -> Self {
        Self { verifier: random_text(random) }
    }

    /// By the method S256.
    pub fn challenge(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.as_bytes()))
    }
}

impl fmt::Debug for Pkce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pkce(…)")
    }
}

/// The endpoint with these parameters, beside those that it has.
pub(crate) fn authorization_url(endpoint: &str, parameters: &[(&str, &str)]) -> Option<String> {
    let mut url = Url::parse(endpoint).ok()?;
    url.query_pairs_mut().extend_pairs(parameters);
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        let pkce = Pkce { verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into() };
        assert_eq!(pkce.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn parameters_join_those_of_the_endpoint() {
        let url = authorization_url("https://id.example/go?tenant=a", &[("state", "x y")]).unwrap();
        assert_eq!(url, "https://id.example/go?tenant=a&state=x+y");
    }
}
