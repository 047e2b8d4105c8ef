//! One call of a service in someone's name, with any verb and body; answers whatever status comes.

use super::Failure;
use super::fetch::target;
use crate::egress::{Lookup, Unreached, send};
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use std::fmt;
use std::time::Duration;

/// The longest that a service may take to begin its answer.
const CALL_TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer that is read, in bytes: a page of events with their texts.
const MAX_REPLY_BYTES: usize = 4 * 1024 * 1024;

/// What is asked.
pub(crate) struct Call<'a> {
    pub verb: &'static str,
    pub url: &'a str,
    /// The access token.
    pub bearer: &'a str,
    /// Others than those of the token, the body and what is accepted.
    pub headers: &'a [(&'static str, String)],
    /// Its type and itself; none: the call has no body.
    pub body: Option<(&'static str, Vec<u8>)>,
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({} …)", self.verb)
    }
}

/// What a service has answered.
#[derive(Clone)]
pub(crate) struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
    /// How long to wait, in seconds, where it says so in numbers (RFC 9110, 10.2.3).
    pub retry_after: Option<u64>,
    /// What it wants to be shown (RFC 6750, 3); may be empty.
    pub challenge: String,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({})", self.status)
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CallFailure {
    /// The service has not taken the call.
    #[error(transparent)]
    NotSent(Failure),
    /// It may have done what was asked.
    #[error("there is no answer")]
    NoAnswer,
}

/// Calls a service. No redirect is followed.
pub(crate) async fn call(lookup: &Lookup, asked: Call<'_>) -> Result<Reply, CallFailure> {
    let target = target(asked.url).map_err(CallFailure::NotSent)?;
    let mut request = Request::builder()
        .method(asked.verb)
        .uri(&target.path)
        .header(ACCEPT, "application/json")
        .header(AUTHORIZATION, format!("Bearer {}", asked.bearer));
    for (name, value) in asked.headers {
        request = request.header(*name, value);
    }
    let body = match asked.body {
        Some((kind, body)) => {
            request = request.header(CONTENT_TYPE, kind);
            Bytes::from(body)
        }
        None => Bytes::new(),
    };
    let unwritable = |_| CallFailure::NotSent(Failure::Unreadable("a call can't be written".into()));
    let request = request.body(Full::new(body)).map_err(unwritable)?;
    let answer = match send(lookup, &target, request, CALL_TIMEOUT, MAX_REPLY_BYTES).await {
        Ok(answer) => answer,
        Err(Unreached::Timeout | Unreached::Broken) => return Err(CallFailure::NoAnswer),
        Err(unreached) => return Err(CallFailure::NotSent(unreached.into())),
    };
    let header = |name| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let retry_after = header(RETRY_AFTER).trim().parse().ok();
    let challenge = header(WWW_AUTHENTICATE).to_owned();
    // Of an answer that was cut, the status counts: what was asked for is done or is not.
    Ok(Reply { status: answer.status, retry_after, challenge, body: answer.body })
}
