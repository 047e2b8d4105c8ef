//! `Idempotency-Key`: a call that is sent again is answered as it was the first time
//! (draft-ietf-httpapi-idempotency-key-header-07).

use super::MAX_BODY_BYTES;
use super::problem::Problem;
use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Context;
use domain::idempotency::{Earlier, IdempotencyClaim, KeptAnswer};
use std::sync::Arc;
use tracing::Instrument;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
const MAX_KEY: usize = 255;
/// Those that say something of what is answered; all others are of the call.
const KEPT_HEADERS: [HeaderName; 3] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION];

/// Around calls that change something.
pub(super) async fn once(request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    carry_out(request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn carry_out(request: Request, next: Next) -> Result<Response, Problem> {
    let key = key(request.headers())?;
    let (mut parts, body) = request.into_parts();
    let bytes = to_bytes(body, MAX_BODY_BYTES).await.map_err(|_| Problem::BAD_REQUEST)?;
    let Some((ctx, claim)) = claim(&parts, &key, &bytes) else { return Err(Problem::INTERNAL) };
    if let Some(earlier) = earlier(&ctx, &claim).await? {
        return Ok(earlier);
    }
    let claim = Arc::new(claim);
    parts.extensions.insert(Context { idempotency: Some(claim.clone()), ..ctx.clone() });
    let request = Request::from_parts(parts, Body::from(bytes));
    // A caller that goes away and comes back is to find the answer.
    let answered = tokio::spawn(async move { finish(&ctx, &claim, next.run(request).await).await }.in_current_span());
    answered.await.unwrap_or(Err(Problem::INTERNAL))
}

/// One, of at most 255 visible characters of ASCII; quoted as a structured field has it, or bare.
fn key(headers: &HeaderMap) -> Result<String, Problem> {
    let mut sent = headers.get_all(KEY).iter();
    let (Some(value), None) = (sent.next(), sent.next()) else { return Err(Problem::IDEMPOTENCY_KEY_MALFORMED) };
    let text = value.to_str().map_err(|_| Problem::IDEMPOTENCY_KEY_MALFORMED)?.trim();
    let bare = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let is_key = (1..=MAX_KEY).contains(&bare.len()) && !bare.contains('"');
    if is_key { Ok(bare.to_owned()) } else { Err(Problem::IDEMPOTENCY_KEY_MALFORMED) }
}

fn claim(parts: &Parts, key: &str, body: &[u8]) -> Option<(Context, IdempotencyClaim)> {
    let ctx = parts.extensions.get::<Context>()?.clone();
    let route = format!("{} {}", parts.method, parts.extensions.get::<MatchedPath>()?.as_str());
    let asked = [parts.uri.path().as_bytes(), parts.uri.query().unwrap_or_default().as_bytes(), body];
    let claim = IdempotencyClaim::new(ctx.id(), ctx.token()?, &route, key, &asked);
    Some((ctx, claim))
}

/// What an earlier call with the key says; none where it is the first.
async fn earlier(ctx: &Context, claim: &IdempotencyClaim) -> Result<Option<Response>, Problem> {
    match claim.earlier(&ctx.roster.db, &ctx.roster.key, ctx.now()).await? {
        Earlier::Nothing => Ok(None),
        Earlier::Answered(answer) => Ok(Some(replayed(&answer))),
        Earlier::Unanswered => Err(Problem::IDEMPOTENCY_KEY_IN_USE),
        Earlier::Differs => Err(Problem::IDEMPOTENCY_KEY_REUSED),
    }
}

fn replayed(answer: &KeptAnswer) -> Response {
    let mut response = Body::from(answer.body.clone()).into_response();
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    for (name, value) in &answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

/// Keeps what was answered, or lets go of the key where nothing was done.
async fn finish(ctx: &Context, claim: &IdempotencyClaim, response: Response) -> Result<Response, Problem> {
    if claim.is_lost() {
        return Ok(earlier(ctx, claim).await?.unwrap_or_else(|| Problem::IDEMPOTENCY_KEY_IN_USE.into_response()));
    }
    if !response.status().is_success() {
        log_failure(claim.give_back(&ctx.roster.db).await);
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.map_err(|_| Problem::INTERNAL)?;
    let text = |name: &HeaderName| Some((name.to_string(), parts.headers.get(name)?.to_str().ok()?.to_owned()));
    let answer = KeptAnswer {
        status: parts.status.as_u16(),
        headers: KEPT_HEADERS.iter().filter_map(text).collect(),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    };
    let sealing = (&ctx.roster.key, &ctx.roster.random);
    log_failure(claim.keep(&ctx.roster.db, sealing, &answer).await);
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// What was done is done: the caller hears of it, and a second call is told that the first has begun.
fn log_failure(result: Result<(), model::Error>) {
    if let Err(error) = result {
        tracing::warn!(%error, "what came of an idempotent call is not kept");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_quoted_or_bare_and_not_too_long() {
        let sent = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(KEY, value.parse().unwrap());
            }
            key(&headers).ok()
        };
        assert_eq!(sent(&["\"a b\""]).as_deref(), Some("a b"));
        assert_eq!(sent(&[" 8e03978e "]).as_deref(), Some("8e03978e"));
        assert!(sent(&["x".repeat(255).as_str()]).is_some());
        for bad in ["", "\"\"", "a\"b", &"x".repeat(256), "\u{e9}"] {
            assert_eq!(sent(&[bad]), None, "{bad}");
        }
        assert_eq!(sent(&["a", "a"]), None);
    }
}
