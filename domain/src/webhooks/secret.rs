//! What signs: `whsec_`, and the base64 (RFC 4648, 4) of 32 random bytes.

use crate::clock::Micros;
use crate::random::Random;
use crate::{Context, Error, internal};
use base64::prelude::{BASE64_STANDARD, Engine};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

const PREFIX: &str = "whsec_";
const RANDOM_BYTES: usize = 32;
/// What it is sealed for.
pub(crate) const PURPOSE: &str = "webhook";

/// Known to Roster and to the receiver. It is shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(Vec<u8>);

impl WebhookSecret {
    /// One that nobody has yet.
    pub fn new(random: &Random) -> Self {
        Self(random.bytes::<RANDOM_BYTES>().to_vec())
    }

    /// Reads what was handed out: 24 to 64 bytes.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64_STANDARD.decode(text.strip_prefix(PREFIX)?).ok()?;
        (24..=64).contains(&bytes.len()).then_some(Self(bytes))
    }

    /// As it is handed out.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", BASE64_STANDARD.encode(&self.0))
    }

    /// One signature of the header `webhook-signature`, by the scheme `v1`.
    pub fn sign(&self, message_id: &str, timestamp: i64, body: &str) -> Result<String, Error> {
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0);
        let mut mac = mac.map_err(|error| internal("signing a message", error.to_string()))?;
        mac.update(format!("{message_id}.{timestamp}.{body}").as_bytes());
        Ok(format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes())))
    }

    pub(super) fn sealed(&self, ctx: &Context) -> Result<Vec<u8>, Error> {
        ctx.roster.key.seal(&ctx.roster.random, PURPOSE, &self.reveal())
    }

    fn open(ctx: &Context, sealed: &[u8]) -> Result<Self, Error> {
        let text = ctx.roster.key.open(PURPOSE, sealed);
        text.and_then(|text| Self::parse(&text))
            .ok_or_else(|| internal("a webhook's secret", "it was sealed with another SECRET_KEY"))
    }
}

/// The secrets of an endpoint, sealed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Secrets {
    pub secret: Vec<u8>,
    pub former_secret: Option<Vec<u8>>,
    pub former_secret_until: Option<i64>,
}

impl Secrets {
    /// Those that sign at a moment: the new one first, and the former one while receivers are being told. A former one
    /// that another `SECRET_KEY` has sealed is left out, so that rotating mends what a lost key has broken.
    pub fn open(&self, ctx: &Context, now: Micros) -> Result<Vec<WebhookSecret>, Error> {
        let former = self.former_secret.iter().filter(|_| self.former_secret_until.is_some_and(|until| now < until));
        let former = former.filter_map(|sealed| WebhookSecret::open(ctx, sealed).ok());
        Ok(std::iter::once(WebhookSecret::open(ctx, &self.secret)?).chain(former).collect())
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_example_of_the_specification_has_this_signature() {
        let secret = WebhookSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_is_read_back_and_prints_nothing() {
        let secret = WebhookSecret::new(&Random::System);
        assert_eq!(WebhookSecret::parse(&secret.reveal()), Some(secret.clone()));
        assert_eq!(format!("{secret:?}"), "WebhookSecret(…)");
        assert_ne!(WebhookSecret::new(&Random::System), secret);
    }

    #[test]
    fn too_short_and_too_long_ones_are_refused() {
        let of = |bytes: usize| WebhookSecret::parse(&format!("whsec_{}", BASE64_STANDARD.encode(vec![7; bytes])));
        assert!(of(23).is_none() && of(24).is_some() && of(64).is_some() && of(65).is_none());
        assert!(WebhookSecret::parse("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").is_none());
    }
}
