//! One request to a provider, within limits.

use super::Failure;
use crate::egress::{Answer, Lookup, Target, send};
use base64::prelude::{BASE64_STANDARD, Engine};
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use serde::de::DeserializeOwned;
use std::time::Duration;
use url::form_urlencoded::Serializer;

/// The longest that a provider may take to begin its answer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer that is read, in bytes.
const MAX_ANSWER_BYTES: usize = 512 * 1024;

/// What a document says, read as JSON. A redirect is a [`Failure::Status`].
pub(crate) async fn get_json<T: DeserializeOwned>(
    lookup: &Lookup,
    url: &str,
    bearer: Option<&str>,
) -> Result<T, Failure> {
    let target = target(url)?;
    let mut request = Request::get(&target.path).header(ACCEPT, "application/json");
    if let Some(token) = bearer {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    let answer = ask(lookup, &target, request.body(Full::default())).await?;
    if answer.status != 200 {
        return Err(Failure::Status(answer.status));
    }
    serde_json::from_slice(&answer.body).map_err(|error| Failure::Unreadable(error.to_string()))
}

/// Sends a form, with the client's name and secret in the header where it is given (RFC 6749, 2.3.1); answers whatever
/// status comes.
pub(crate) async fn post_form(
    lookup: &Lookup,
    url: &str,
    fields: &[(&str, &str)],
    basic: Option<(&str, &str)>,
) -> Result<(u16, Vec<u8>), Failure> {
    let target = target(url)?;
    let body = Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut request = Request::post(&target.path)
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some((id, secret)) = basic {
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = BASE64_STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret)));
        request = request.header(AUTHORIZATION, format!("Basic {pair}"));
    }
    let answer = ask(lookup, &target, request.body(Full::from(body))).await?;
    Ok((answer.status, answer.body))
}

pub(super) fn target(url: &str) -> Result<Target, Failure> {
    Target::parse(url).map_err(|_| Failure::Unreadable("an address of the provider is none".into()))
}

async fn ask(
    lookup: &Lookup,
    target: &Target,
    request: Result<Request<Full<Bytes>>, hyper::http::Error>,
) -> Result<Answer, Failure> {
    let request = request.map_err(|_| Failure::Unreadable("an address of the provider is none".into()))?;
    let answer = send(lookup, target, request, REQUEST_TIMEOUT, MAX_ANSWER_BYTES).await?;
    if answer.cut { Err(Failure::TooLong) } else { Ok(answer) }
}
