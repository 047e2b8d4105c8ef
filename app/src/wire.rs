//! How the questions and answers of server functions travel.

use leptos::server_fn::Bytes;
use leptos::server_fn::codec::Post;
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};

/// What a question is: JSON in the body of a POST.
pub type Json = Post<JsonText>;

/// What an answer is: Postcard for the pages, JSON for whoever does not ask for Postcard (ADR 33).
pub type Postcard = Post<PostcardBytes>;

/// Answers that travel as Postcard, as they name themselves in `Accept` and `Content-Type`.
pub const POSTCARD: &str = "application/x-postcard";

/// JSON as text.
#[derive(Debug)]
pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = serde_json::Error;

    fn encode(output: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_string(output).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        let text = std::str::from_utf8(&bytes).map_err(serde_json::Error::custom)?;
        #[cfg(feature = "ssr")]
        return rejected::read(text);
        #[cfg(not(feature = "ssr"))]
        serde_json::from_str(text)
    }
}

/// Postcard: the fields of a type in their order, without their names. The browser's readers of JSON were an eighth of the
/// WASM; both ends are of one build, so nothing has to describe itself. Neither `flatten` nor `untagged` nor `skip…` of
/// serde can be read from it.
#[derive(Debug)]
pub struct PostcardBytes;

impl ContentType for PostcardBytes {
    const CONTENT_TYPE: &'static str = POSTCARD;
}

impl FormatType for PostcardBytes {
    const FORMAT_TYPE: Format = Format::Binary;
}

impl<T: Serialize> Encodes<T> for PostcardBytes {
    type Error = String;

    fn encode(output: &T) -> Result<Bytes, Self::Error> {
        #[cfg(feature = "ssr")]
        if !negotiated::postcard() {
            return serde_json::to_vec(output).map(Bytes::from).map_err(|error| error.to_string());
        }
        pack(output).map(Bytes::from).map_err(|error| error.to_string())
    }
}

impl<T: DeserializeOwned> Decodes<T> for PostcardBytes {
    type Error = postcard::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        unpack(&bytes)
    }
}

pub fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(value)
}

/// Fails as well where more follows: the text of a proxy must not pass for an answer.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, postcard::Error> {
    match postcard::take_from_bytes(bytes)? {
        (value, []) => Ok(value),
        _ => Err(postcard::Error::DeserializeBadEncoding),
    }
}

#[cfg(feature = "ssr")]
pub use negotiated::accepts_postcard;
#[cfg(feature = "ssr")]
pub use rejected::RejectedInput;

/// Which of the two the caller of a server function takes.
#[cfg(feature = "ssr")]
mod negotiated {
    use super::POSTCARD;
    use axum::http::request::Parts;
    use axum::http::{HeaderMap, HeaderValue, header};
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    pub fn accepts_postcard(headers: &HeaderMap) -> bool {
        headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes() == POSTCARD.as_bytes())
    }

    /// Where it is not, the answer says that it is JSON.
    pub(super) fn postcard() -> bool {
        let wanted = use_context::<Parts>().is_some_and(|parts| accepts_postcard(&parts.headers));
        if !wanted && let Some(response) = use_context::<ResponseOptions>() {
            response.insert_header(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        wanted
    }
}

/// What is wrong with the input of a server function, told at its field.
#[cfg(feature = "ssr")]
mod rejected {
    use leptos::prelude::use_context;
    use model::{FieldErrors, Problem};
    use serde::de::DeserializeOwned;
    use std::sync::{Arc, Mutex, PoisonError};

    /// Where reading a request's input leaves what was wrong with it: the error that Leptos carries on has room for a
    /// text alone.
    #[derive(Clone, Debug, Default)]
    pub struct RejectedInput(Arc<Mutex<Option<FieldErrors>>>);

    impl RejectedInput {
        fn note(&self, errors: FieldErrors) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(errors);
        }

        pub(crate) fn take(&self) -> Option<FieldErrors> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
        }
    }

    pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
        let mut json = serde_json::Deserializer::from_str(text);
        let read = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            if let Some(rejected) = use_context::<RejectedInput>() {
                rejected.note(problem(&error.path().to_string(), &error.inner().to_string()));
            }
            error.into_inner()
        })?;
        json.end()?;
        Ok(read)
    }

    /// `path` is that of the value that could not be read, `asked.q`; of one that is missing, its parent's.
    fn problem(path: &str, message: &str) -> FieldErrors {
        let within = if path == "." { String::new() } else { format!("{path}.") };
        let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        match missing {
            Some(name) => FieldErrors::one(&format!("{within}{name}"), Problem::Required),
            None if within.is_empty() => FieldErrors::one("body", Problem::Malformed),
            None => FieldErrors::one(path, Problem::Malformed),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn each_problem_is_named_at_its_field() {
            assert_eq!(problem(".", "missing field `slug` at line 1"), FieldErrors::one("slug", Problem::Required));
            assert_eq!(problem("asked", "missing field `key`"), FieldErrors::one("asked.key", Problem::Required));
            assert_eq!(problem("asked.q", "invalid type: integer"), FieldErrors::one("asked.q", Problem::Malformed));
            assert_eq!(problem(".", "expected value"), FieldErrors::one("body", Problem::Malformed));
        }
    }
}
