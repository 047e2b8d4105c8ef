//! The ID token: who has signed in at the provider (OpenID Connect Core 1.0, 3.1.3.7).

use super::keys::Keys;
use super::signature::{ALGORITHMS, Parts};
use super::{Client, Failure, Metadata, Providers, TokenAnswer, get_json};
use crate::clock::Micros;
use crate::egress::Lookup;
use chrono::DateTime;
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier};
use openidconnect::{AccessToken, AccessTokenHash, ClientId, IssuerUrl, Nonce};
use serde_json::{Map, Value};
use std::str::FromStr;

/// How far the provider's clock may be from ours, and how old its token, in microseconds: ten minutes.
const MAX_TOKEN_AGE: Micros = 10 * 60 * 1_000_000;

/// What a verified token says.
#[derive(Clone, Debug)]
pub(crate) struct Claims {
    /// The issuer and the subject: the identity.
    pub issuer: String,
    pub subject: String,
    /// The session at the provider, where it names it.
    pub session: Option<String>,
    /// When they last proved there who they are, in microseconds.
    pub authenticated_at: Option<Micros>,
    /// All that it says, with what the user info adds.
    pub all: Map<String, Value>,
}

impl Claims {
    /// A text among them; none where it is absent, empty or of another shape.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.all.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// The texts of a list among them.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        texts(self.all.get(name))
    }
}

/// The texts of a claim that is a list, or the one text: groups come both ways.
pub(crate) fn texts(claim: Option<&Value>) -> Vec<&str> {
    match claim {
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => vec![text],
        _ => Vec::new(),
    }
}

/// What a token has to fit.
#[derive(Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub metadata: &'a Metadata,
    pub client: &'a Client,
    pub nonce: &'a str,
    pub now: Micros,
}

/// Checks the ID token of an answer, and asks for the user info where the token names no address.
pub(crate) async fn verify(
    lookup: &Lookup,
    providers: &Providers,
    expected: Expected<'_>,
    answer: &TokenAnswer,
) -> Result<Claims, Failure> {
    let text = answer.id_token.as_deref().ok_or_else(|| Failure::Check("no ID token came".into()))?;
    let parts = Parts::parse(text)?;
    let mut keys = providers.keys(lookup, expected.metadata, false).await?;
    // The provider signs with a key that is newer than what is known of it.
    if !parts.has_key(&keys) {
        keys = providers.keys(lookup, expected.metadata, true).await?;
    }
    let mut claims = checked(expected, &keys, text, parts.payload, &answer.access_token)?;
    if claims.text("email").is_none()
        && let Some(endpoint) = &expected.metadata.userinfo_endpoint
    {
        let more: Map<String, Value> = get_json(lookup, endpoint, Some(&answer.access_token)).await?;
        // Otherwise another person's (OpenID Connect Core 1.0, 5.3.2).
        if more.get("sub").and_then(Value::as_str) != Some(&claims.subject) {
            return Err(Failure::Check("the user info is about someone else".into()));
        }
        for (name, value) in more {
            claims.all.entry(name).or_insert(value);
        }
    }
    if claims.all.get("email_verified").is_some_and(Value::is_string) {
        return Err(Failure::TextualEmailVerified);
    }
    Ok(claims)
}

fn checked(
    expected: Expected<'_>,
    keys: &Keys,
    text: &str,
    mut payload: Map<String, Value>,
    access_token: &str,
) -> Result<Claims, Failure> {
    let check = |error: String| Failure::Check(error);
    let token = CoreIdToken::from_str(text).map_err(|error| {
        // The library takes no token where this is text; the rest is judged before anyone hears of it.
        match payload.get("email_verified") {
            Some(Value::String(_)) => Failure::TextualEmailVerified,
            _ => check(error.to_string()),
        }
    })?;
    let issuer = IssuerUrl::new(expected.metadata.issuer.clone()).map_err(|error| check(error.to_string()))?;
    let id = ClientId::new(expected.client.id.clone());
    let now = moment(expected.now)?;
    let oldest = moment(expected.now - MAX_TOKEN_AGE)?;
    let newest = moment(expected.now + MAX_TOKEN_AGE)?;
    let verifier = CoreIdTokenVerifier::new_public_client(id, issuer, keys.clone())
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || now)
        .set_issue_time_verifier_fn(move |at| {
            if at < oldest || at > newest { Err("the token is not of now".into()) } else { Ok(()) }
        });
    let nonce = Nonce::new(expected.nonce.to_owned());
    let claims = token.claims(&verifier, &nonce).map_err(|error| check(error.to_string()))?;
    // Whose the token is, where it says so (3.1.3.7, 5).
    if claims.authorized_party().is_some_and(|party| party.as_str() != expected.client.id) {
        return Err(check("the token was made for another client".into()));
    }
    if let Some(hash) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|error| check(error.to_string()))?;
        let key = token.signing_key(&verifier).map_err(|error| check(error.to_string()))?;
        let own = AccessTokenHash::from_token(&AccessToken::new(access_token.to_owned()), algorithm, key);
        if own.map_err(|error| check(error.to_string()))? != *hash {
            return Err(check("the access token is not the one of the ID token".into()));
        }
    }
    let subject = claims.subject().as_str().to_owned();
    if subject.is_empty() || subject.len() > 255 {
        return Err(check("the subject is none".into()));
    }
    let authenticated_at = claims.auth_time().map(|at| at.timestamp_micros());
    let session = payload.get("sid").and_then(Value::as_str).map(str::to_owned);
    for technical in ["nonce", "at_hash", "c_hash", "s_hash"] {
        payload.remove(technical);
    }
    Ok(Claims { issuer: expected.metadata.issuer.clone(), subject, session, authenticated_at, all: payload })
}

fn moment(at: Micros) -> Result<DateTime<chrono::Utc>, Failure> {
    DateTime::from_timestamp_micros(at).ok_or_else(|| Failure::Check("the time is none".into()))
}
