//! Who calls: by one token, in a header.

use super::problem::Problem;
use crate::http::Shared;
use crate::http::address::client_address;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use domain::tokens::{TokenSecret, authenticate};
use domain::{Channel, Context};
use std::net::SocketAddr;

const API_KEY: &str = "x-api-key";
const SCHEME: &str = "bearer";

/// The context of a call. Without a token that works there is none, and the answer is 401.
#[derive(Debug)]
pub(super) struct Caller(pub Context);

impl FromRequestParts<Shared> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Problem> {
        let secret = secret(&parts.headers).ok_or(Problem::UNAUTHORIZED)?;
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let address = peer.map(|peer| client_address(peer, &parts.headers, &shared.proxies));
        let actor = authenticate(&shared.roster, &secret, address).await?.ok_or(Problem::UNAUTHORIZED)?;
        let roster = shared.roster.clone();
        Ok(Self(Context { clock: roster.clock.clone(), roster, actor, channel: Channel::Api, address }))
    }
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
