//! Codes of an authenticator app (RFC 6238): SHA-1, six digits, half minutes, which is what every app understands.

use crate::clock::Micros;
use crate::{Context, Error, internal};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use std::fmt;
use subtle::ConstantTimeEq;

/// What the secret is sealed for.
pub(crate) const PURPOSE: &str = "authenticator";
const STEP: Micros = 30_000_000;

/// 160 random bits, shared with the app.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret([u8; 20]);

impl Secret {
    pub(super) fn new(ctx: &Context) -> Self {
        Self(ctx.roster.random.bytes())
    }

    pub(super) fn seal(&self, ctx: &Context) -> Result<Vec<u8>, Error> {
        ctx.roster.key.seal(&ctx.roster.random, PURPOSE, &self.reveal())
    }

    pub(super) fn open(ctx: &Context, sealed: &[u8]) -> Result<Self, Error> {
        const DOING: &str = "opening the secret of an authenticator app";
        let text = ctx.roster.key.open(PURPOSE, sealed);
        let text = text.ok_or_else(|| internal(DOING, "it was sealed with another SECRET_KEY, or altered"))?;
        let secret = BASE32_NOPAD.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
        secret.map(Self).ok_or_else(|| internal(DOING, "it is none"))
    }

    /// As apps take it: base32.
    pub(super) fn reveal(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The earliest half minute after `last` whose code this is: the present one, or one beside it for clocks that
    /// differ.
    pub(super) fn step_of(&self, digits: &str, now: Micros, last: i64) -> Result<Option<i64>, Error> {
        let present = now / STEP;
        for step in present - 1..=present + 1 {
            if bool::from(self.code(step)?.as_bytes().ct_eq(digits.as_bytes())) && step > last {
                return Ok(Some(step));
            }
        }
        Ok(None)
    }

    /// The code of a half minute (RFC 4226, 5.3).
    fn code(&self, step: i64) -> Result<String, Error> {
        let mac = Hmac::<Sha1>::new_from_slice(&self.0);
        let mut mac = mac.map_err(|error| internal("making a code", error.to_string()))?;
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let at = usize::from(digest[19] & 15);
        let bits = u32::from_be_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]]) & 0x7fff_ffff;
        Ok(format!("{:06}", bits % 1_000_000))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        let secret = Secret(*b"12345678901234567890");
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(secret.code(seconds / 30).as_deref(), Ok(code));
        }
    }

    #[test]
    fn a_code_counts_one_half_minute_around_and_never_again() {
        let secret = Secret(*b"12345678901234567890");
        let code = secret.code(1000).unwrap();
        for (now, taken) in [(998, false), (999, true), (1000, true), (1001, true), (1002, false)] {
            assert_eq!(secret.step_of(&code, now * STEP, 0).unwrap().is_some(), taken, "{now}");
        }
        assert_eq!(secret.step_of(&code, 1000 * STEP, 1000), Ok(None));
        assert_eq!(secret.step_of("", 1000 * STEP, 0), Ok(None));
    }
}
