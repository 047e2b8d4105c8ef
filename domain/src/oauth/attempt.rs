//! What a browser keeps while its person is at a provider: sealed, so that nothing is stored for strangers, and nobody
//! but this browser finishes what it has begun.

use crate::random::Random;
use crate::secrets::SecretKey;
use crate::{Error, stored};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::time::Duration;

/// How long someone may take at a provider.
pub const ATTEMPT_TTL: Duration = Duration::from_mins(10);
/// How much of the state tells one attempt's cookie from another's.
const ID_LENGTH: usize = 8;

/// An attempt that has begun.
#[derive(Clone)]
pub struct Begun {
    /// Where the browser goes.
    pub location: String,
    /// Tells the cookie from those of other attempts.
    pub id: String,
    /// What the browser keeps for [`ATTEMPT_TTL`], sealed.
    pub cookie: String,
}

impl fmt::Debug for Begun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Begun({})", self.id)
    }
}

impl Begun {
    /// Seals what is kept; `state` is the one that the browser is sent with.
    pub(crate) fn seal(
        key: &SecretKey,
        random: &Random,
        purpose: &str,
        attempt: &impl Serialize,
        state: &str,
        location: String,
    ) -> Result<Self, Error> {
        let sealed = key.seal(random, purpose, &stored::written(attempt, "keeping an attempt")?)?;
        Ok(Self { location, id: state[..ID_LENGTH].to_owned(), cookie: BASE64_URL_SAFE_NO_PAD.encode(sealed) })
    }
}

/// None where it was not sealed here, or for something else.
pub(crate) fn open_attempt<T: DeserializeOwned>(key: &SecretKey, purpose: &str, cookie: &str) -> Option<T> {
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(cookie).ok()?;
    serde_json::from_str(&key.open(purpose, &sealed)?).ok()
}

/// The id of the attempt that a state belongs to.
pub fn attempt_id(state: &str) -> Option<&str> {
    state.get(..ID_LENGTH).filter(|id| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
}
