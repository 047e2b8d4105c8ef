//! Who calls: by one token, in a header.

use super::call_timer::CallTimer;
use super::problem::Problem;
use crate::http::Shared;
use crate::http::address::client_address;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::clock::{Micros, rfc3339};
use domain::tokens::{TokenSecret, authenticate};
use domain::{Channel, Context};
use model::Error;
use std::net::SocketAddr;

const API_KEY: &str = "x-api-key";
const SCHEME: &str = "bearer";

/// When the token that called stops working, as RFC 3339 has it, or `never`.
pub(super) const EXPIRES: HeaderName = HeaderName::from_static("roster-token-expires");

/// The context of a call, as [`require_token`] has found it.
#[derive(Debug)]
pub(super) struct Caller(pub Context);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Context>().cloned().map(Self).ok_or(Problem::UNAUTHORIZED)
    }
}

/// Before every call: 401 without a token that works, 429 with one that calls too often. Whatever a token is answered
/// says until when it works and how often it can call.
pub(super) async fn require_token(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let (ctx, ends_at) = match caller(&shared, &parts).await {
        Ok(caller) => caller,
        Err(problem) => return problem.into_response(),
    };
    let remaining = ctx.token().and_then(|token| shared.rates.count(token));
    let call = CallTimer::start(&parts, &ctx);
    parts.extensions.insert(ctx);
    let mut response = match remaining.and_then(|remaining| remaining.wait) {
        None => match charge(&parts).await {
            Ok(()) => next.run(Request::from_parts(parts, body)).await,
            Err(problem) => problem.into_response(),
        },
        Some(seconds) => Problem::TOO_MANY_REQUESTS.retry(seconds).into_response(),
    };
    call.note(&shared.roster, response.status());
    if let Some(remaining) = remaining {
        remaining.write(response.headers_mut());
    }
    let expires = ends_at.map_or_else(|| "never".to_owned(), rfc3339);
    if let Ok(expires) = HeaderValue::try_from(expires) {
        response.headers_mut().insert(EXPIRES, expires);
    }
    response
}

/// A call that concerns a workspace may cost credits. Those about credits never do: without any left, one has to see
/// why. What else is wrong with the call, its handler says.
async fn charge(parts: &Parts) -> Result<(), Problem> {
    let Some(ctx) = parts.extensions.get::<Context>() else { return Ok(()) };
    // The prefix of the version is taken off already.
    let mut path = parts.uri.path().split('/').skip_while(|part| *part != "workspaces").skip(1);
    let (slug, noun) = (path.next().unwrap_or_default(), path.next().unwrap_or_default());
    if slug.is_empty() || noun == "credits" {
        return Ok(());
    }
    match domain::credits::charge_call(ctx, slug).await {
        Err(error @ (Error::OutOfCredits(_) | Error::Busy(_) | Error::Internal(_))) => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

async fn caller(shared: &Shared, parts: &Parts) -> Result<(Context, Option<Micros>), Problem> {
    let secret = secret(&parts.headers).ok_or(Problem::UNAUTHORIZED)?;
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let address = peer.map(|peer| client_address(peer, &parts.headers, &shared.proxies));
    let token = authenticate(&shared.roster, &secret, address).await?.ok_or(Problem::UNAUTHORIZED)?;
    Ok((Context::new(shared.roster.clone(), token.actor, Channel::Api, address), token.ends_at))
}

/// The one secret that is sent; none where there are several, or it is malformed.
fn secret(headers: &HeaderMap) -> Option<TokenSecret> {
    let keys = headers.get_all(API_KEY).iter().map(HeaderValue::to_str);
    let bearers = headers.get_all(header::AUTHORIZATION).iter().map(HeaderValue::to_str);
    let mut sent = keys.map(Result::ok).chain(bearers.map(|value| bearer(value.ok()?)));
    match (sent.next(), sent.next()) {
        (Some(Some(text)), None) => TokenSecret::parse(text),
        _ => None,
    }
}

/// RFC 6750, 2.1; the scheme in any case (RFC 9110, 11.1).
fn bearer(value: &str) -> Option<&str> {
    let (scheme, text) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case(SCHEME).then(|| text.trim_start_matches(' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Random;

    fn sent(headers: &[(&'static str, &str)]) -> Option<TokenSecret> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        secret(&map)
    }

    #[test]
    fn one_token_is_taken_from_either_header() {
        let token = TokenSecret::new(&Random::System);
        let text = token.reveal();
        for scheme in ["Bearer ", "bearer  ", "BEARER "] {
            assert_eq!(sent(&[("authorization", &format!("{scheme}{text}"))]), Some(token.clone()), "{scheme}");
        }
        assert_eq!(sent(&[(API_KEY, text)]), Some(token.clone()));
    }

    #[test]
    fn several_tokens_and_other_schemes_are_none() {
        let token = TokenSecret::new(&Random::System);
        let (text, bearer) = (token.reveal(), format!("Bearer {}", token.reveal()));
        assert_eq!(sent(&[]), None);
        assert_eq!(sent(&[("authorization", &bearer), (API_KEY, text)]), None);
        assert_eq!(sent(&[(API_KEY, text), (API_KEY, text)]), None);
        for other in ["", text, "Bearer", "Basic cm9zdGVyOg==", &format!("Bearer{text}"), &format!("{bearer} {text}")] {
            assert_eq!(sent(&[("authorization", other)]), None, "{other}");
        }
    }
}
