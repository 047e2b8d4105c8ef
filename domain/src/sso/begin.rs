//! The way to a provider: what the browser is sent with, and what it keeps until it is back.

use super::Provider;
use super::provider::ProviderOwner;
use crate::clock::{Micros, micros};
use crate::db::DbError;
use crate::oauth::{ATTEMPT_TTL, Begun, Failure, Pkce, authorization_url, open_attempt, random_text};
use crate::{Context, Error};
use model::ids::{AccountId, SessionId};
use model::permissions::Permission;
use model::sso::SsoProblem;
use model::urls::Url;
use serde::{Deserialize, Serialize};

/// What the kept attempt is sealed for.
const ATTEMPT_PURPOSE: &str = "sign-in at a provider";
/// Longer addresses lead home: a cookie has no room.
const MAX_NEXT_LENGTH: usize = 1_000;
/// What signing in at the provider is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// To be signed in here.
    SignIn,
    /// To connect one's account with whoever signs in there.
    Link,
    /// To show again that one is the account's holder.
    Confirm,
    /// To see what the provider tells.
    Test,
}

/// State, nonce and verifier, bound to the browser that keeps them and to the provider that they were made for.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Attempt {
    pub provider: String,
    pub issuer: String,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
    pub purpose: Purpose,
    /// Who acts, for all but signing in.
    pub account: Option<AccountId>,
    pub session: Option<SessionId>,
    /// Where they were going: an own path.
    pub next: String,
    pub expires_at: Micros,
}

/// Why someone stays here: the page's answer, or what the page of failed attempts says.
#[derive(Clone, Debug)]
pub enum SsoError {
    /// As any verb's.
    Verb(Error),
    /// Something between the provider and us.
    Problem(SsoProblem),
}

impl From<Error> for SsoError {
    fn from(error: Error) -> Self {
        Self::Verb(error)
    }
}

impl From<DbError> for SsoError {
    fn from(error: DbError) -> Self {
        Self::Verb(error.into())
    }
}

impl From<SsoProblem> for SsoError {
    fn from(problem: SsoProblem) -> Self {
        Self::Problem(problem)
    }
}

/// Sends the browser to the provider. All but signing in needs a session; a test needs `settings:write` in the
/// provider's workspace. `next` is an own path. [`Error::NotFound`] where no provider has the key.
pub async fn begin(ctx: &Context, key: &str, purpose: Purpose, next: &str) -> Result<Begun, SsoError> {
    let (account, session) = match purpose {
        Purpose::SignIn => (None, None),
        Purpose::Link | Purpose::Confirm | Purpose::Test => (Some(ctx.account()?), Some(ctx.session()?)),
    };
    let mut tx = ctx.read().await?;
    let provider = Provider::find(ctx, &mut tx, key).await?;
    if purpose == Purpose::Test {
        let ProviderOwner::Workspace(own) = &provider.owner else { return Err(Error::NotFound.into()) };
        ctx.membership(&mut tx, &own.slug).await?.require(Permission::SETTINGS_WRITE)?;
    }
    drop(tx);
    if purpose == Purpose::Test {
        ctx.roster.providers.forget(&provider.issuer).await;
    }
    let metadata = provider.metadata(ctx).await.map_err(|failure| problem_of(&provider, &failure))?;
    let random = &ctx.roster.random;
    let pkce = Pkce::new(random);
    let attempt = Attempt {
        provider: provider.key.clone(),
        issuer: provider.issuer.clone(),
        state: random_text(random),
        nonce: random_text(random),
        verifier: pkce.verifier.clone(),
        purpose,
        account,
        session,
        next: if next.len() > MAX_NEXT_LENGTH { Url::Home.path() } else { next.to_owned() },
        expires_at: ctx.now() + micros(ATTEMPT_TTL),
    };
    let redirect_uri = redirect_uri(ctx, &provider.key);
    let mut parameters = vec![
        ("response_type", "code"),
        ("client_id", &provider.client.id),
        ("redirect_uri", &redirect_uri),
        ("scope", "openid email profile"),
        ("state", &attempt.state),
        ("nonce", &attempt.nonce),
    ];
    let challenge = pkce.challenge();
    parameters.extend([("code_challenge", challenge.as_str()), ("code_challenge_method", "S256")]);
    if purpose == Purpose::Confirm {
        parameters.extend([("prompt", "login"), ("max_age", "0")]);
    }
    let location = authorization_url(&metadata.authorization_endpoint, &parameters);
    let location = location.ok_or(SsoProblem::Misconfigured)?;
    Ok(Begun::seal(&ctx.roster.key, random, ATTEMPT_PURPOSE, &attempt, &attempt.state, location)?)
}

/// Where the provider sends the browser back to.
pub(super) fn redirect_uri(ctx: &Context, key: &str) -> String {
    ctx.link(&Url::ProviderCallback { provider: key.to_owned() })
}

impl Attempt {
    /// None where it was not sealed here, or has run out.
    pub(super) fn open(ctx: &Context, cookie: &str) -> Option<Self> {
        let attempt: Self = open_attempt(&ctx.roster.key, ATTEMPT_PURPOSE, cookie)?;
        (ctx.now() < attempt.expires_at).then_some(attempt)
    }
}

/// What people read of it; the log has the cause.
pub(super) fn problem_of(provider: &Provider, failure: &Failure) -> SsoProblem {
    tracing::warn!(provider = provider.key, %failure, "signing in at a provider failed");
    match failure {
        Failure::Unreachable(_) | Failure::Status(500..) | Failure::TooLong => SsoProblem::Unreachable,
        Failure::ManyTenants => SsoProblem::ManyTenants,
        Failure::Refused(_) | Failure::Check(_) => SsoProblem::NotBelieved,
        Failure::TextualEmailVerified => SsoProblem::EmailVerifiedIsText,
        Failure::Status(_)
        | Failure::Unreadable(_)
        | Failure::OtherIssuer(_)
        | Failure::ForeignHost(_)
        | Failure::Unsupported(_) => SsoProblem::Misconfigured,
    }
}
