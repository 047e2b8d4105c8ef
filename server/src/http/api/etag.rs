//! Which state of a thing an answer shows, and which one a call is about (RFC 9110, 8.8.3 and 13.1).
//!
//! A tag is `"<version>-<digest>"`, or the digest alone where nothing counts versions. What is read is compared as a
//! whole; what is changed by its version, so that a person who has been active meanwhile can be edited.

use super::problem::Problem;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use sha2::{Digest, Sha256};
use std::convert::Infallible;

/// An answer that shows this version of a thing.
#[derive(Debug)]
pub(super) struct Versioned<T>(pub i64, pub T);

#[derive(Clone, Copy)]
struct Version(i64);

impl<T: IntoResponse> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let mut response = self.1.into_response();
        response.extensions_mut().insert(Version(self.0));
        response
    }
}

/// Around all calls: tags what is read and what has a version, and leaves out what the caller has already.
pub(super) async fn tag(request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect::<Vec<_>>();
    let response = next.run(request).await;
    let version = response.extensions().get::<Version>().copied();
    if !response.status().is_success() || !is_json(response.headers()) || !(is_read || version.is_some()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // What handlers answer as JSON is whole already.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return Problem::INTERNAL.into_response() };
    let digest = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(&bytes)[..12]);
    let tag = version.map_or_else(|| digest.clone(), |Version(version)| format!("{version}-{digest}"));
    if let Ok(value) = HeaderValue::try_from(format!("\"{tag}\"")) {
        parts.headers.insert(header::ETAG, value);
    }
    if is_read && listed(&known).any(|one| one == "*" || one == tag) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"application/json"))
}

/// The tags of a list, without quotes and without the mark of weak ones: proxies that compress weaken them.
fn listed(values: &[HeaderValue]) -> impl Iterator<Item = &str> {
    let texts = values.iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(',')).map(|one| {
        let one = one.trim();
        one.strip_prefix("W/").unwrap_or(one).trim_matches('"')
    })
}

/// `If-Match`: the versions that the caller means. None: it does not say.
#[derive(Clone, Debug)]
pub(super) struct IfMatch(Option<Vec<HeaderValue>>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let sent: Vec<HeaderValue> = parts.headers.get_all(header::IF_MATCH).iter().cloned().collect();
        Ok(Self(Some(sent).filter(|sent| !sent.is_empty())))
    }
}

impl IfMatch {
    /// The version that a change is to start from: the present one. [`Problem::PRECONDITION_REQUIRED`] where the caller
    /// says none, [`Problem::PRECONDITION_FAILED`] where they mean another one.
    pub(super) fn require(&self, present: i64) -> Result<i64, Problem> {
        self.0.as_ref().ok_or(Problem::PRECONDITION_REQUIRED)?;
        self.check(present)
    }

    /// The caller says which.
    pub(super) fn is_sent(&self) -> bool {
        self.0.is_some()
    }

    /// The same where it can be left out.
    pub(super) fn check(&self, present: i64) -> Result<i64, Problem> {
        let Some(sent) = &self.0 else { return Ok(present) };
        let is_present = |tag: &str| tag == "*" || tag.split('-').next() == Some(present.to_string().as_str());
        if listed(sent).any(is_present) { Ok(present) } else { Err(Problem::PRECONDITION_FAILED) }
    }
}

/// A conflict with what was saved since the version was looked at is the same as one with what had been saved before.
pub(super) fn precondition(error: model::Error) -> Problem {
    match error {
        model::Error::Conflict => Problem::PRECONDITION_FAILED,
        error => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(values: &[&str]) -> IfMatch {
        let values: Vec<HeaderValue> = values.iter().map(|value| value.parse().unwrap()).collect();
        IfMatch(Some(values).filter(|values| !values.is_empty()))
    }

    #[test]
    fn a_change_names_the_version_that_is_present() {
        for tag in ["*", "\"7-x\"", "W/\"7-x\"", "\"3-a\", \"7-b\"", "\"7\""] {
            assert_eq!(sent(&[tag]).require(7).ok(), Some(7), "{tag}");
        }
        for tag in ["\"8-x\"", "\"77-x\"", "7x", "", "\"\""] {
            assert!(sent(&[tag]).require(7).is_err(), "{tag}");
        }
        assert!(sent(&[]).require(7).is_err());
        assert_eq!(sent(&[]).check(7).ok(), Some(7));
        assert!(sent(&["\"6-x\""]).check(7).is_err());
    }
}
