//! Calling Microsoft Graph in someone's name, within its limits.

use crate::clock::{Micros, micros};
use crate::connections::access_token::access_token;
use crate::connections::failure::CallError;
use crate::connections::service::Provider;
use crate::connections::store::{ConnectionRow, note_problem};
use crate::db::query;
use crate::oauth::{Call, CallFailure, CallLimits, Reply, call};
use crate::{Context, Error};
use model::connections::ConnectionProblem;
use model::ids::ConnectionId;
use serde::Deserialize;
use std::time::Duration;
use url::Url;

/// A pause that is shorter is waited for, in microseconds; a longer one is left to whoever asks again.
const MAX_WAIT: Micros = 2_000_000;
/// How often one call is made.
const ATTEMPTS: u32 = 3;
/// Where nobody answers, nobody is asked again for so long, in seconds.
const SILENCE_PAUSE: u64 = 30;
/// How exactly it is known when a connection was last used, in microseconds.
const USE_GRAIN: Micros = 60_000_000;

/// Graph, in the name of one connection.
pub(in crate::connections) struct Graph<'a> {
    ctx: &'a Context,
    id: ConnectionId,
    api: String,
}

/// One call.
#[derive(Clone, Debug)]
pub(in crate::connections) struct Ask<'a> {
    pub verb: &'static str,
    /// Below the API's address; or a whole address, as Graph has given it.
    pub address: &'a str,
    /// What the header `Prefer` says; may be empty.
    pub prefer: String,
    /// Its type and itself.
    pub body: Option<(&'static str, Vec<u8>)>,
}

/// What becomes of an answer.
enum Next {
    Done,
    /// The token is not taken.
    Refresh,
    /// Not now: in so many seconds, where it says so.
    Wait(Option<u64>),
    Fail(CallError),
    Problem(ConnectionProblem),
    /// It wants to be shown these claims, which come with signing in again.
    Claims(String),
}

impl<'a> Graph<'a> {
    /// None: the operator has taken the registration away.
    pub fn of(ctx: &'a Context, row: &ConnectionRow) -> Result<Option<Self>, Error> {
        let provider: Option<Provider> = row.service()?.provider(&ctx.roster.settings);
        Ok(provider.map(|provider| Self { ctx, id: row.id(), api: provider.api }))
    }

    /// Answers what Graph says where it is a success. What went wrong is noted at the connection.
    pub async fn call(&self, ask: &Ask<'_>) -> Result<Reply, CallError> {
        let answered = self.call_within_limits(ask).await;
        match &answered {
            // What was done is done, whether or not this can be written.
            Ok(_) => {
                if let Err(error) = self.note_use().await {
                    tracing::warn!(%error, "the use of a connection could not be noted");
                }
            }
            Err(CallError::Problem(problem)) => note_problem(self.ctx, self.id, *problem).await?,
            Err(CallError::Later(_) | CallError::NoAnswer) => {
                note_problem(self.ctx, self.id, ConnectionProblem::Unavailable).await?;
            }
            Err(CallError::Gone | CallError::Duplicate | CallError::Verb(_)) => {}
        }
        answered
    }

    async fn call_within_limits(&self, ask: &Ask<'_>) -> Result<Reply, CallError> {
        let url = self.url(ask.address)?;
        let (limits, key) = (self.limits(), self.id.to_string());
        let _turn = limits.enter(&key).await;
        let mut rejected: Option<String> = None;
        for attempt in 1..=ATTEMPTS {
            if let Some(until) = limits.paused_until(&key, self.ctx.now()).await {
                return Err(CallError::Later(until));
            }
            let token = self.token(&key, rejected.as_deref()).await?;
            let reply = self.ask(&url, ask, &token, &key).await?;
            match next(&reply, ask.verb) {
                Next::Done => {
                    limits.succeeded(&key).await;
                    return Ok(reply);
                }
                Next::Refresh if rejected.is_none() => rejected = Some(token),
                Next::Refresh => return Err(CallError::Problem(ConnectionProblem::SignInAgain)),
                Next::Wait(seconds) => self.wait(&key, seconds, attempt).await?,
                Next::Fail(error) => return Err(error),
                Next::Problem(problem) => return Err(CallError::Problem(problem)),
                Next::Claims(claims) => {
                    self.keep_claims(&claims).await?;
                    return Err(CallError::Problem(ConnectionProblem::SignInAgain));
                }
            }
        }
        Err(CallError::Problem(ConnectionProblem::Unavailable))
    }

    /// A provider that gives no tokens is left alone for a while.
    async fn token(&self, key: &str, rejected: Option<&str>) -> Result<String, CallError> {
        let token = access_token(self.ctx, self.id, rejected).await;
        if let Err(CallError::Problem(ConnectionProblem::Unavailable | ConnectionProblem::Misconfigured)) = &token {
            self.limits().pause(key, self.ctx.now(), None).await;
        }
        token
    }

    async fn ask(&self, url: &str, ask: &Ask<'_>, token: &str, key: &str) -> Result<Reply, CallError> {
        let headers: Vec<_> = (!ask.prefer.is_empty()).then(|| ("Prefer", ask.prefer.clone())).into_iter().collect();
        let asked = Call { verb: ask.verb, url, bearer: token, headers: &headers, body: ask.body.clone() };
        match call(&self.ctx.roster.settings.lookup, asked).await {
            Ok(reply) => Ok(reply),
            Err(failure) => {
                tracing::warn!(%failure, "Microsoft Graph gave no answer");
                self.limits().pause(key, self.ctx.now(), Some(SILENCE_PAUSE)).await;
                Err(match failure {
                    CallFailure::NotSent(_) => CallError::Problem(ConnectionProblem::Unavailable),
                    CallFailure::NoAnswer => CallError::NoAnswer,
                })
            }
        }
    }

    /// Waits where that is short, and otherwise leaves the mailbox alone until then.
    async fn wait(&self, key: &str, seconds: Option<u64>, attempt: u32) -> Result<(), CallError> {
        let pause = seconds.map(|seconds| micros(Duration::from_secs(seconds)));
        if attempt < ATTEMPTS && pause.is_some_and(|pause| pause <= MAX_WAIT) {
            tokio::time::sleep(Duration::from_secs(seconds.unwrap_or_default())).await;
            return Ok(());
        }
        Err(CallError::Later(self.limits().pause(key, self.ctx.now(), seconds).await))
    }

    /// An address that Graph has given is followed as it is, but only to Graph: the token goes nowhere else.
    fn url(&self, address: &str) -> Result<String, CallError> {
        if address.starts_with('/') {
            return Ok(format!("{}{address}", self.api));
        }
        let origin = |url: &str| Url::parse(url).map(|url| url.origin()).ok().filter(url::Origin::is_tuple);
        if origin(address).is_some() && origin(address) == origin(&self.api) {
            return Ok(address.to_owned());
        }
        tracing::warn!("Microsoft Graph led to another server, which is not followed");
        Err(CallError::Problem(ConnectionProblem::Unavailable))
    }

    fn limits(&self) -> &CallLimits {
        &self.ctx.roster.providers.call_limits
    }

    async fn note_use(&self) -> Result<(), Error> {
        let now = self.ctx.now();
        let mut tx = self.ctx.write().await?;
        query(
            "UPDATE connections SET last_used_at = $2, last_error = NULL
             WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3 OR last_error IS NOT NULL)",
        )
        .bind(self.id)
        .bind(now)
        .bind(now - USE_GRAIN)
        .run(&mut tx)
        .await?;
        Ok(tx.commit().await?)
    }

    async fn keep_claims(&self, claims: &str) -> Result<(), Error> {
        let mut tx = self.ctx.write().await?;
        query("UPDATE connections SET claims = $2 WHERE id = $1").bind(self.id).bind(claims).run(&mut tx).await?;
        Ok(tx.commit().await?)
    }
}

/// What Graph's status means (<https://learn.microsoft.com/graph/errors>).
fn next(reply: &Reply, verb: &str) -> Next {
    let code = || error_code(&reply.body);
    match reply.status {
        200..=299 => Next::Done,
        401 | 403 if reply.challenge.contains("insufficient_claims") => Next::Claims(claims(&reply.challenge)),
        401 => Next::Refresh,
        403 => Next::Problem(ConnectionProblem::MissingScope),
        404 if code().starts_with("MailboxNotEnabled") || code() == "ResourceNotFound" => {
            Next::Problem(ConnectionProblem::WrongAccount)
        }
        409 if code().contains("Duplicate") => Next::Fail(CallError::Duplicate),
        410 => Next::Fail(CallError::Gone),
        // The gateway does not know what has become of what was to be written.
        502 | 504 if verb != "GET" => Next::Fail(CallError::NoAnswer),
        429 | 502..=504 => Next::Wait(reply.retry_after),
        _ => Next::Problem(ConnectionProblem::Unavailable),
    }
}

#[derive(Deserialize)]
struct ErrorAnswer {
    error: ErrorCode,
}

#[derive(Deserialize)]
struct ErrorCode {
    code: String,
}

fn error_code(body: &[u8]) -> String {
    serde_json::from_slice::<ErrorAnswer>(body).map(|answer| answer.error.code).unwrap_or_default()
}

/// `Bearer …, error="insufficient_claims", claims="eyJ…"`: base64, at most as long as an address takes.
fn claims(challenge: &str) -> String {
    let claims = challenge.split("claims=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    if claims.len() <= 2_000 { claims.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, challenge: &str, body: &str) -> Reply {
        Reply { status, body: body.as_bytes().to_vec(), retry_after: None, challenge: challenge.to_owned() }
    }

    #[test]
    fn claims_are_read_of_the_challenge() {
        let challenge =
            r#"Bearer realm="", authorization_uri="https://x/y", error="insufficient_claims", claims="eyJhIjoxfQ==""#;
        assert_eq!(claims(challenge), "eyJhIjoxfQ==");
        assert_eq!(claims("Bearer"), "");
        assert!(matches!(next(&reply(403, challenge, ""), "GET"), Next::Claims(claims) if claims == "eyJhIjoxfQ=="));
    }

    #[test]
    fn gateway_timeout_of_a_write_is_no_failure() {
        assert!(matches!(next(&reply(504, "", ""), "POST"), Next::Fail(CallError::NoAnswer)));
        assert!(matches!(next(&reply(504, "", ""), "GET"), Next::Wait(None)));
        let duplicate = r#"{"error":{"code":"ErrorDuplicateTransactionId","message":""}}"#;
        assert!(matches!(next(&reply(409, "", duplicate), "POST"), Next::Fail(CallError::Duplicate)));
    }
}
