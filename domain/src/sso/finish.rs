//! The way back from a provider: what the browser brings is checked against what it kept, then the code is redeemed.

use super::begin::{Attempt, Purpose, SsoError, problem_of, redirect_uri};
use super::{Provider, enter, link, test};
use crate::Context;
use crate::auth::{Client as Browser, SignedIn};
use crate::clock::micros;
use crate::members::Preferences;
use crate::oauth::{ATTEMPT_TTL, Claims, Expected, Failure, Grant, Metadata, request_token, verify};
use model::sso::SsoProblem;
use subtle::ConstantTimeEq;

/// How far the provider's clock may be behind ours where someone proves anew who they are, in seconds.
const MAX_SKEW_SECONDS: i64 = 60;

/// What the provider has the browser bring (RFC 6749, 4.1.2; RFC 9207).
#[derive(Clone, Debug, Default)]
pub struct Callback {
    /// Empty where it is absent, like the others.
    pub state: String,
    /// What is redeemed.
    pub code: String,
    /// Who answers.
    pub issuer: Option<String>,
    /// Why there is no code.
    pub error: String,
}

/// What has come of it, and where the person was going: an own path.
#[derive(Debug)]
pub enum Finished {
    /// They are signed in.
    SignedIn(Box<SignedIn>, String),
    /// The account is connected, the session confirmed, or the claims are kept.
    Done(Purpose, String),
}

/// What is known of the tokens, once the provider's answer has been believed.
pub(super) struct Proven {
    pub provider: Provider,
    pub claims: Claims,
    /// As it came: the provider is shown it at sign-out.
    pub id_token: String,
}

/// Takes the browser's answer, once it fits what it kept.
pub async fn finish(
    ctx: &Context,
    key: &str,
    kept: Option<&str>,
    callback: &Callback,
    preferences: Preferences,
    browser: &Browser,
) -> Result<Finished, SsoError> {
    let attempt = kept.and_then(|kept| Attempt::open(ctx, kept)).ok_or(SsoProblem::Expired)?;
    // Neither an absent state nor another provider's attempt passes.
    let same_state = attempt.state.as_bytes().ct_eq(callback.state.as_bytes());
    if attempt.provider != key || !bool::from(same_state) {
        return Err(SsoProblem::Expired.into());
    }
    if attempt.purpose != Purpose::SignIn
        && (ctx.account().ok() != attempt.account || ctx.actor.session() != attempt.session)
    {
        return Err(SsoProblem::Expired.into());
    }
    let provider = Provider::find(ctx, &mut ctx.read().await?, key).await?;
    if provider.issuer != attempt.issuer {
        return Err(SsoProblem::Expired.into());
    }
    let metadata = provider.metadata(ctx).await.map_err(|failure| problem_of(&provider, &failure))?;
    require_issuer(&metadata, callback).map_err(|failure| problem_of(&provider, &failure))?;
    if !callback.error.is_empty() {
        // Only what looks like a word of the specification is written down.
        let word: String = callback.error.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(40).collect();
        tracing::info!(provider = key, error = word, "the provider has refused");
        return Err(SsoProblem::Refused.into());
    }
    let proven = redeem(ctx, provider, &metadata, &attempt, &callback.code).await?;
    match attempt.purpose {
        Purpose::SignIn => {
            let signed_in = enter::enter(ctx, &proven, preferences, browser).await?;
            Ok(Finished::SignedIn(Box::new(signed_in), attempt.next))
        }
        Purpose::Link => {
            link::link(ctx, &proven).await?;
            Ok(Finished::Done(Purpose::Link, attempt.next))
        }
        Purpose::Confirm => {
            require_new_proof(&proven.claims, &attempt)?;
            link::confirm(ctx, &proven).await?;
            Ok(Finished::Done(Purpose::Confirm, attempt.next))
        }
        Purpose::Test => {
            test::keep_claims(ctx, &proven).await?;
            Ok(Finished::Done(Purpose::Test, attempt.next))
        }
    }
}

/// Whoever answers is the provider that was asked (RFC 9207, 2.4).
fn require_issuer(metadata: &Metadata, callback: &Callback) -> Result<(), Failure> {
    match &callback.issuer {
        Some(issuer) if *issuer == metadata.issuer => Ok(()),
        None if !metadata.authorization_response_iss_parameter_supported => Ok(()),
        _ => Err(Failure::Check("the answer is another issuer's".into())),
    }
}

async fn redeem(
    ctx: &Context,
    provider: Provider,
    metadata: &Metadata,
    attempt: &Attempt,
    code: &str,
) -> Result<Proven, SsoError> {
    let client = provider.client(metadata);
    let lookup = &ctx.roster.settings.lookup;
    let redirect_uri = redirect_uri(ctx, &provider.key);
    let grant = Grant::Code { code, verifier: &attempt.verifier, redirect_uri: &redirect_uri };
    let checked = async {
        let answer = request_token(lookup, &metadata.token_endpoint, &client, grant).await?;
        let expected = Expected { metadata, client: &client, nonce: &attempt.nonce, now: ctx.now() };
        let claims = verify(lookup, &ctx.roster.providers, expected, &answer).await?;
        Ok((claims, answer.id_token.unwrap_or_default()))
    };
    let (claims, id_token) = checked.await.map_err(|failure: Failure| problem_of(&provider, &failure))?;
    Ok(Proven { provider, claims, id_token })
}

/// That there is still a session at the provider proves nothing anew (OpenID Connect Core 1.0, 3.1.2.1, `max_age`).
fn require_new_proof(claims: &Claims, attempt: &Attempt) -> Result<(), SsoProblem> {
    let began = attempt.expires_at - micros(ATTEMPT_TTL) - MAX_SKEW_SECONDS * 1_000_000;
    match claims.authenticated_at {
        Some(at) if at >= began => Ok(()),
        _ => Err(SsoProblem::NotConfirmed),
    }
}
