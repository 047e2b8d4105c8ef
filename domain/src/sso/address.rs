//! What claims say of someone's address.

use crate::keys;
use model::identity_provider::EmailState;
use serde_json::{Map, Value};

/// The address in its form; none where there is none.
pub(super) fn email_of(claims: &Map<String, Value>) -> Option<String> {
    claims.get("email").and_then(Value::as_str).and_then(|typed| keys::canonical_email(typed).ok())
}

/// `email_verified` has to be true: neither its absence nor the text "true" counts.
pub(super) fn require_verified(claims: &Map<String, Value>) -> Result<(), EmailState> {
    match claims.get("email_verified") {
        Some(Value::Bool(true)) => Ok(()),
        Some(Value::String(_)) => Err(EmailState::VerifiedAsText),
        _ => Err(EmailState::NotVerified),
    }
}
