//! Sending what is due at one endpoint.

use super::claim::{Claimed, Lane, claim};
use super::message_id;
use super::note::{Attempted, note};
use super::payload::Message;
use super::schedule::retry_after;
use super::secret::WebhookSecret;
use crate::clock::Micros;
use crate::egress::{Answer, Target, Unreached, send};
use crate::{Context, Error, internal};
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use hyper::header;
use model::ids::WebhookId;
use model::webhooks::AttemptProblem;
use std::sync::Arc;
use tokio::task::JoinSet;

/// What is kept of an answer, in bytes.
const MAX_ANSWER_BYTES: usize = 2048;

/// Delivers all that is due, one endpoint after another; answers how many attempts it made. Servers do several
/// endpoints at once: [`super::Deliveries`].
pub async fn deliver_due(ctx: &Context) -> Result<usize, Error> {
    let mut attempts = 0;
    while let Some(claimed) = claim(ctx, Lane::Any).await? {
        attempts += claimed.messages.len();
        deliver(ctx, claimed).await?;
    }
    Ok(attempts)
}

/// Where a message goes, and what signs it.
struct Endpoint {
    id: WebhookId,
    target: Option<Target>,
    secrets: Vec<WebhookSecret>,
}

/// Sends the messages at once, and notes what came of them. A message is sent at least once: whoever gets it twice sees
/// the same `webhook-id`.
pub(super) async fn deliver(ctx: &Context, claimed: Claimed) -> Result<(), Error> {
    let Claimed { id, workspace, url, secrets, messages, reserved } = claimed;
    let secrets = secrets.open(ctx, ctx.now())?;
    let endpoint = Arc::new(Endpoint { id, target: Target::parse(&url).ok(), secrets });
    let mut tasks = JoinSet::new();
    for message in messages {
        let (ctx, endpoint) = (ctx.clone(), endpoint.clone());
        tasks.spawn(async move {
            let (at, unsent) = (ctx.now(), message.clone());
            // One that can't be written fails alone, or the others of its batch would be sent for ever.
            attempt(&ctx, &endpoint, message).await.unwrap_or_else(|_| Attempted::unsent(unsent, at))
        });
    }
    let mut attempts = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        attempts.push(ended.map_err(|error| internal("delivering a message", error))?);
    }
    note(ctx, id, workspace, &url, attempts, reserved).await
}

async fn attempt(ctx: &Context, endpoint: &Endpoint, message: Message) -> Result<Attempted, Error> {
    let at = ctx.now();
    let Some(body) = message.clone().body()? else { return Ok(Attempted::unsent(message, at)) };
    let signature = signature(endpoint, &message, at, &body)?;
    let mut attempted = Attempted::new(message, at, signature);
    match ask(ctx, endpoint, &attempted, body).await? {
        Ok(answer) => {
            attempted.status = Some(answer.status);
            let asked = answer.headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
            attempted.retry_after = asked.and_then(|asked| retry_after(asked, ctx.now()));
            // PostgreSQL stores no NUL.
            attempted.answer = Some(String::from_utf8_lossy(&answer.body).replace('\0', "\u{FFFD}"));
        }
        Err(unreached) => attempted.problem = Some(problem(unreached)),
    }
    attempted.duration = ctx.now() - at;
    Ok(attempted)
}

async fn ask(
    ctx: &Context,
    endpoint: &Endpoint,
    attempted: &Attempted,
    body: String,
) -> Result<Result<Answer, Unreached>, Error> {
    let Some(target) = &endpoint.target else { return Ok(Err(Unreached::Unresolved)) };
    let request = Request::post(&target.path)
        .header(header::CONTENT_TYPE, "application/json")
        .header("webhook-id", message_id(endpoint.id, attempted.message.event_id))
        .header("webhook-timestamp", seconds(attempted.at))
        .header("webhook-signature", &attempted.signature)
        .body(Full::new(Bytes::from(body)));
    let request = request.map_err(|error| internal("the request of a message", error))?;
    let settings = &ctx.roster.settings;
    Ok(send(&settings.lookup, target, request, settings.webhook_timeout, MAX_ANSWER_BYTES).await)
}

/// One signature for each secret, separated by spaces.
fn signature(endpoint: &Endpoint, message: &Message, at: Micros, body: &str) -> Result<String, Error> {
    let id = message_id(endpoint.id, message.event_id);
    let signatures: Result<Vec<String>, Error> =
        endpoint.secrets.iter().map(|secret| secret.sign(&id, seconds(at), body)).collect();
    Ok(signatures?.join(" "))
}

/// Since 1970, as `webhook-timestamp` has it.
pub(super) fn seconds(at: Micros) -> i64 {
    at.div_euclid(1_000_000)
}

fn problem(unreached: Unreached) -> AttemptProblem {
    match unreached {
        Unreached::Unresolved => AttemptProblem::Unresolved,
        Unreached::Blocked => AttemptProblem::Blocked,
        Unreached::Connection | Unreached::Broken => AttemptProblem::Connection,
        Unreached::Tls => AttemptProblem::Tls,
        Unreached::Timeout => AttemptProblem::Timeout,
    }
}
