//! Passkeys (WebAuthn Level 3): keys on people's devices, that sign them in.

use crate::fields::line;
use crate::ids::PasskeyId;
use crate::page::When;
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest name, in characters.
pub const MAX_NAME: usize = 60;
/// The longest answer of a browser, in bytes; those of real devices take a tenth.
const MAX_ANSWER: usize = 16 * 1024;

/// What a browser brings back: the device's answer, and the challenge that it answers.
#[derive(Clone, PartialEq, Eq)]
pub struct PasskeyAnswer {
    /// As `PublicKeyCredential.toJSON()` writes it.
    pub credential: String,
    /// Sealed, as it was handed out.
    pub challenge: String,
}

impl PasskeyAnswer {
    /// `passkey` and `challenge`, which a script fills in; none where it was not there.
    pub fn parse(fields: &Fields) -> Result<Option<Self>, Problem> {
        let (credential, challenge) = (fields.get("passkey"), fields.get("challenge"));
        if credential.is_empty() {
            return Ok(None);
        }
        if credential.len() > MAX_ANSWER || challenge.len() > MAX_ANSWER {
            return Err(Problem::TooLong { max: MAX_ANSWER });
        }
        Ok(Some(Self { credential: credential.to_owned(), challenge: challenge.to_owned() }))
    }
}

impl fmt::Debug for PasskeyAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasskeyAnswer(…)")
    }
}

/// A passkey's name as it is typed. Problems at `name`.
pub fn name(typed: &str) -> Result<String, FieldErrors> {
    line(typed, MAX_NAME).map_err(|problem| FieldErrors::one("name", problem))
}

/// What a browser is given to ask a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeView {
    /// JSON, as `PublicKeyCredential.parse…OptionsFromJSON` reads it.
    pub options: String,
    /// To be brought back with the answer.
    pub challenge: String,
}

/// One of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRow {
    /// The passkey, for its page's address.
    pub id: PasskeyId,
    /// As its holder calls it, at most [`MAX_NAME`] characters.
    pub name: String,
    /// When it was registered.
    pub added: When,
    /// When it last signed them in; none: not yet.
    pub used: Option<When>,
}

/// All of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeysView {
    /// Oldest first.
    pub passkeys: Vec<PasskeyRow>,
    /// Why none can be added.
    pub refused: Option<Problem>,
    /// A name for the one that would be added here: the browser's.
    pub suggested: String,
}

/// How whoever is asked again can show that they are themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInMethods {
    /// With the password of the account.
    pub password: bool,
    /// An authenticator app.
    pub app: bool,
    /// A passkey, where there can be any: see [`Problem::NoPasskeysHere`].
    pub passkey: bool,
}
