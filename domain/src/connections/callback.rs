//! Back from a provider: the code for tokens, and whose they are.

use super::connect::Attempt;
use super::failure::{Refused, problem_of};
use super::operator_notice::secret_refused;
use super::service::{Identity, Provider, Service, service};
use super::store::seal;
use crate::clock::Micros;
use crate::db::query;
use crate::oauth::{Call, CallFailure, Failure, Grant, Refusal, TokenAnswer, call, request_token};
use crate::{Context, Error, audit};
use model::connections::{ConnectionProblem, ServiceKind};
use model::ids::{AccountId, ConnectionId};
use model::urls::Url;
use serde_json::Value;
use std::fmt;
use uuid::Uuid;

/// How long a token is believed where the provider does not say, and at most, in seconds.
const TOKEN_SECONDS: i64 = 3_600;
const MAX_TOKEN_SECONDS: i64 = 24 * 3_600;
/// No name that a provider tells is kept longer, in characters.
const MAX_NAME_LENGTH: usize = 200;

/// What the browser brings back; texts that are not there are empty.
#[derive(Clone, Default)]
pub struct Returned {
    /// What the attempt was begun with.
    pub state: String,
    /// What tokens are given for.
    pub code: String,
    /// An error of OAuth (RFC 6749, 4.1.2.1).
    pub error: String,
    /// Microsoft's finer word.
    pub suberror: String,
    /// For people; it is neither shown nor logged.
    pub error_description: String,
}

impl fmt::Debug for Returned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Returned({})", self.error)
    }
}

/// Where a provider sends the browser back to.
pub(super) fn redirect_uri(ctx: &Context, kind: ServiceKind) -> String {
    ctx.link(&Url::ConnectionCallback { service: kind.name().to_owned() })
}

/// Connects the actor with a service, by what the browser has kept and what it brings back; or says why not. What is
/// asked of the provider is asked outside of any transaction.
pub async fn finish(
    ctx: &Context,
    kind: ServiceKind,
    cookie: Option<&str>,
    returned: &Returned,
) -> Result<Result<(), ConnectionProblem>, Error> {
    let account = ctx.account()?;
    let service = service(kind);
    let provider = service.provider(&ctx.roster.settings).ok_or(Error::NotFound)?;
    let Some(attempt) = cookie.and_then(|cookie| Attempt::open(ctx, kind, cookie, &returned.state)) else {
        return Ok(Err(ConnectionProblem::OtherBrowser));
    };
    if !returned.error.is_empty() {
        let refusal = Refusal {
            error: returned.error.clone(),
            suberror: returned.suberror.clone(),
            description: returned.error_description.clone(),
        };
        return refused(ctx, service, &refusal).await.map(|refused| Err(refused.problem));
    }
    let redirect_uri = redirect_uri(ctx, kind);
    let grant = Grant::Code { code: &returned.code, verifier: &attempt.verifier, redirect_uri: &redirect_uri };
    let lookup = &ctx.roster.settings.lookup;
    let tokens = match request_token(lookup, &provider.token_endpoint, &provider.client, grant).await {
        Ok(tokens) => tokens,
        Err(Failure::Refused(refusal)) => {
            return refused(ctx, service, &refusal).await.map(|refused| Err(refused.problem));
        }
        Err(failure) => return Ok(Err(logged(kind, &failure))),
    };
    let granted = tokens.scope.clone().unwrap_or_else(|| service.scope());
    if !service.has_scopes(&granted) {
        return Ok(Err(ConnectionProblem::MissingScope));
    }
    match identity(ctx, service, &provider, &tokens).await {
        Ok(identity) => store(ctx, account, kind, &tokens, &granted, &identity).await.map(Ok),
        Err(problem) => Ok(Err(problem)),
    }
}

/// What a refusal means; the operator hears of a secret that the provider does not take.
pub(super) async fn refused(ctx: &Context, service: &dyn Service, refusal: &Refusal) -> Result<Refused, Error> {
    let refused = service.refused(refusal);
    tracing::warn!(service = service.kind().name(), %refusal, problem = refused.problem.name(), "a provider refused");
    if refused.secret {
        secret_refused(ctx, service.kind()).await?;
    }
    Ok(refused)
}

pub(super) fn logged(kind: ServiceKind, failure: &Failure) -> ConnectionProblem {
    tracing::warn!(service = kind.name(), %failure, "a provider gave no tokens");
    problem_of(failure)
}

/// Whose the tokens are, as their provider says; so a token that opens nothing is seen at once.
async fn identity(
    ctx: &Context,
    service: &dyn Service,
    provider: &Provider,
    tokens: &TokenAnswer,
) -> Result<Identity, ConnectionProblem> {
    let url = service.identity_address(provider);
    let asked = Call { verb: "GET", url: &url, bearer: &tokens.access_token, headers: &[], body: None };
    let reply = match call(&ctx.roster.settings.lookup, asked).await {
        Ok(reply) => reply,
        Err(CallFailure::NotSent(failure)) => return Err(logged(service.kind(), &failure)),
        Err(CallFailure::NoAnswer) => return Err(ConnectionProblem::Unavailable),
    };
    match reply.status {
        200 => {
            let answer: Value = serde_json::from_slice(&reply.body).map_err(|_| ConnectionProblem::Unavailable)?;
            service.identity(&answer).ok_or(ConnectionProblem::WrongAccount)
        }
        401 | 403 => Err(ConnectionProblem::MissingScope),
        404 => Err(ConnectionProblem::WrongAccount),
        _ => Err(ConnectionProblem::Unavailable),
    }
}

/// When an access token ends.
pub(super) fn ends_at(now: Micros, tokens: &TokenAnswer) -> Micros {
    now + tokens.expires_in.unwrap_or(TOKEN_SECONDS).clamp(0, MAX_TOKEN_SECONDS) * 1_000_000
}

/// Another mailbox is another connection: what was to be done in the former one is not done in this one.
async fn store(
    ctx: &Context,
    account: AccountId,
    kind: ServiceKind,
    tokens: &TokenAnswer,
    granted: &str,
    identity: &Identity,
) -> Result<(), Error> {
    let now = ctx.now();
    let refresh = tokens.refresh_token.as_deref().map(|token| seal(ctx, token)).transpose()?;
    let kept = |text: &str| text.chars().filter(|c| !c.is_control()).take(MAX_NAME_LENGTH).collect::<String>();
    let mut tx = ctx.write().await?;
    let (id,): (Uuid,) = query(
        "INSERT INTO connections
             (id, account_id, service, subject, name, email, scopes, access_token, refresh_token, access_expires_at,
              connected_at, claims, refreshing_until, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', 0, 1)
         ON CONFLICT (account_id, service) DO UPDATE SET
             id = CASE WHEN connections.subject = excluded.subject THEN connections.id ELSE excluded.id END,
             subject = excluded.subject, name = excluded.name, email = excluded.email, scopes = excluded.scopes,
             access_token = excluded.access_token, refresh_token = excluded.refresh_token,
             access_expires_at = excluded.access_expires_at, connected_at = excluded.connected_at, claims = '',
             last_used_at = NULL, last_error = NULL, refreshing_until = 0, refreshing_by = NULL,
             calendar = NULL, calendar_at = NULL, version = connections.version + 1
         RETURNING id",
    )
    .bind(ctx.id::<Uuid>())
    .bind(account)
    .bind(kind.name())
    .bind(&identity.subject)
    .bind(kept(&identity.name))
    .bind(kept(&identity.email))
    .bind(kept(granted))
    .bind(seal(ctx, &tokens.access_token)?)
    .bind(refresh)
    .bind(ends_at(now, tokens))
    .bind(now)
    .one(&mut tx)
    .await?;
    audit::Event::new(audit::Action::ConnectionConnect)
        .target(ConnectionId(id), kind.title())
        .after(&serde_json::json!({ "scopes": granted }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
