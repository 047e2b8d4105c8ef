//! The token by which a provider ends sessions (OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6).

use super::signature::Parts;
use super::{Failure, Metadata, Providers};
use crate::clock::Micros;
use crate::egress::Lookup;
use serde_json::{Map, Value};

const SECOND: Micros = 1_000_000;
/// The longest that a token counts, and how far its clock may be from ours.
const MAX_TOKEN_AGE: Micros = 10 * 60 * SECOND;
const MAX_SKEW: Micros = 60 * SECOND;
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Whose sessions end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogoutToken {
    /// The session at the provider, the person, or both.
    pub session: Option<String>,
    pub subject: Option<String>,
    /// Each counts once.
    pub id: String,
    /// Until when it has to be remembered.
    pub expires_at: Micros,
}

/// Checks its signature and what it says.
pub(crate) async fn verify_logout(
    lookup: &Lookup,
    providers: &Providers,
    metadata: &Metadata,
    client_id: &str,
    now: Micros,
    token: &str,
) -> Result<LogoutToken, Failure> {
    let parts = Parts::parse(token)?;
    if !matches!(parts.header.typ.to_ascii_lowercase().as_str(), "" | "jwt" | "logout+jwt") {
        return Err(Failure::Check("the token is of another kind".into()));
    }
    let mut keys = providers.keys(lookup, metadata, false).await?;
    if !parts.has_key(&keys) {
        keys = providers.keys(lookup, metadata, true).await?;
    }
    read(&parts.verify(&keys)?, &metadata.issuer, client_id, now)
}

fn read(claims: &Map<String, Value>, issuer: &str, client_id: &str, now: Micros) -> Result<LogoutToken, Failure> {
    let check = |fits: bool, what: &str| if fits { Ok(()) } else { Err(Failure::Check(what.to_owned())) };
    let text = |name: &str| claims.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let time = |name: &str| claims.get(name).and_then(Value::as_i64).and_then(|at| at.checked_mul(SECOND));
    check(text("iss") == Some(issuer), "iss is another")?;
    let audience = match claims.get("aud") {
        Some(Value::String(one)) => one == client_id,
        Some(Value::Array(several)) => several.iter().any(|one| one.as_str() == Some(client_id)),
        _ => false,
    };
    check(audience, "aud is another")?;
    let issued = time("iat");
    check(issued.is_some_and(|at| at <= now + MAX_SKEW && at >= now - MAX_TOKEN_AGE), "iat is not of now")?;
    let expires_at = time("exp").unwrap_or_default();
    check(expires_at > now - MAX_SKEW, "exp is past or absent")?;
    let event = claims.get("events").and_then(Value::as_object).and_then(|events| events.get(EVENT));
    check(event.is_some_and(Value::is_object), "events has no logout")?;
    check(!claims.contains_key("nonce"), "there is a nonce")?;
    let (session, subject) = (text("sid").map(str::to_owned), text("sub").map(str::to_owned));
    check(session.is_some() || subject.is_some(), "there is neither sid nor sub")?;
    let id = text("jti").filter(|id| id.len() <= 255).map(str::to_owned);
    let id = id.ok_or_else(|| Failure::Check("jti is absent".into()))?;
    Ok(LogoutToken { session, subject, id, expires_at: expires_at.min(now + 2 * MAX_TOKEN_AGE) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Micros = 1_800_000_000 * SECOND;

    fn good() -> Map<String, Value> {
        let claims = json!({
            "iss": "https://id.example", "aud": ["roster"], "iat": 1_800_000_000, "exp": 1_800_000_120, "jti": "j",
            "sid": "s", "sub": "u", "events": { EVENT: {} },
        });
        claims.as_object().unwrap().clone()
    }

    #[test]
    fn each_claim_is_checked() {
        let read = |claims: &Map<String, Value>| read(claims, "https://id.example", "roster", NOW);
        assert_eq!(read(&good()).unwrap().session.as_deref(), Some("s"));
        for (name, value) in [
            ("iss", json!("https://evil.example")),
            ("aud", json!("another")),
            ("iat", json!(1_700_000_000)),
            ("iat", Value::Null),
            ("exp", json!(1_799_999_000)),
            ("exp", Value::Null),
            ("events", json!({})),
            ("events", json!({ EVENT: "yes" })),
            ("nonce", json!("n")),
            ("jti", json!("")),
        ] {
            let mut claims = good();
            claims.insert(name.to_owned(), value);
            assert!(read(&claims).is_err(), "{name}");
        }
        let mut claims = good();
        claims.remove("sid");
        assert!(read(&claims).is_ok());
        claims.remove("sub");
        assert!(read(&claims).is_err());
    }
}
