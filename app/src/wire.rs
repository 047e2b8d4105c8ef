//! How server functions' questions and answers travel.

use leptos::server_fn::Bytes;
use leptos::server_fn::codec::Post;
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};

/// JSON in the body of a POST.
pub type Json = Post<JsonText>;

/// JSON read as text, as the data inside a page is. Leptos' own reads bytes, and with it the WASM holds each type's
/// reader twice: an eighth of its size.
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

#[cfg(feature = "ssr")]
pub use rejected::RejectedInput;

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
