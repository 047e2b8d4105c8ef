//! The way to a provider: what the browser is sent with, and what it keeps until it is back.

use super::callback::redirect_uri;
use super::service::service;
use crate::clock::{Micros, micros};
use crate::db::query;
use crate::oauth::{ATTEMPT_TTL, Begun, Pkce, authorization_url, open_attempt, random_text};
use crate::{Context, Error, internal};
use base64::prelude::{BASE64_STANDARD, Engine};
use model::connections::ServiceKind;
use model::ids::{AccountId, SessionId};
use serde::{Deserialize, Serialize};

/// What the kept attempt is sealed for.
const ATTEMPT_PURPOSE: &str = "connecting a service";
/// State and verifier, bound to the browser that keeps them, and to the account and session that began.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Attempt {
    pub service: ServiceKind,
    pub state: String,
    pub verifier: String,
    pub account: AccountId,
    pub session: SessionId,
    pub expires_at: Micros,
}

/// Sends the actor's browser to the provider of a service, with this service's scopes alone. [`Error::NotFound`] where
/// the operator has not registered Roster there.
pub async fn begin(ctx: &Context, kind: ServiceKind) -> Result<Begun, Error> {
    let (account, session) = (ctx.account()?, ctx.session()?);
    let service = service(kind);
    let provider = service.provider(&ctx.roster.settings).ok_or(Error::NotFound)?;
    let former: Option<(String, String)> =
        query("SELECT email, claims FROM connections WHERE account_id = $1 AND service = $2")
            .bind(account)
            .bind(kind.name())
            .optional(&mut ctx.read().await?)
            .await?;
    let (email, claims) = former.unwrap_or_default();
    let pkce = Pkce::new(&ctx.roster.random);
    let attempt = Attempt {
        service: kind,
        state: random_text(&ctx.roster.random),
        verifier: pkce.verifier.clone(),
        account,
        session,
        expires_at: ctx.now() + micros(ATTEMPT_TTL),
    };
    let (scope, challenge, redirect_uri) = (service.scope(), pkce.challenge(), redirect_uri(ctx, kind));
    let mut parameters = vec![
        ("response_type", "code"),
        ("response_mode", "query"),
        ("client_id", &provider.client.id),
        ("redirect_uri", &redirect_uri),
        ("scope", &scope),
        ("state", &attempt.state),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    // The mailbox of before is proposed; otherwise the person says which one.
    parameters.push(if email.is_empty() { ("prompt", "select_account") } else { ("login_hint", &email) });
    let claims = readable_claims(&claims);
    parameters.extend(claims.as_deref().map(|claims| ("claims", claims)));
    let location = authorization_url(&provider.authorization_endpoint, &parameters);
    let location = location.ok_or_else(|| internal("connecting a service", "the authority's address is none"))?;
    Begun::seal(&ctx.roster.key, &ctx.roster.random, ATTEMPT_PURPOSE, &attempt, &attempt.state, location)
}

/// What the service wants to be shown next time, which it has sent as base64 of JSON.
fn readable_claims(claims: &str) -> Option<String> {
    let json = String::from_utf8(BASE64_STANDARD.decode(claims).ok()?).ok()?;
    serde_json::from_str::<serde_json::Map<_, _>>(&json).ok().map(|_| json)
}

impl Attempt {
    /// None where it was not sealed here, has run out, or is someone else's.
    pub fn open(ctx: &Context, kind: ServiceKind, cookie: &str, state: &str) -> Option<Self> {
        let attempt: Self = open_attempt(&ctx.roster.key, ATTEMPT_PURPOSE, cookie)?;
        let is_own = attempt.service == kind
            && attempt.state == state
            && ctx.actor.account() == Some(attempt.account)
            && ctx.actor.session() == Some(attempt.session);
        (is_own && ctx.now() < attempt.expires_at).then_some(attempt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_is_sent_on_as_claims() {
        let claims = BASE64_STANDARD.encode(r#"{"access_token":{"nbf":{"essential":true}}}"#);
        assert_eq!(readable_claims(&claims).as_deref(), Some(r#"{"access_token":{"nbf":{"essential":true}}}"#));
        assert_eq!(readable_claims(""), None);
        assert_eq!(readable_claims(&BASE64_STANDARD.encode("[1]")), None);
        assert_eq!(readable_claims("no base64"), None);
    }
}
