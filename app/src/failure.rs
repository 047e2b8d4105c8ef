//! Failures, as server functions carry them.

use crate::wire::PostcardBytes;
#[cfg(feature = "ssr")]
use axum::http::{HeaderValue, StatusCode, header};
#[cfg(feature = "ssr")]
use leptos::prelude::use_context;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
#[cfg(feature = "ssr")]
use leptos_axum::ResponseOptions;
use model::Error;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A domain error on its way to the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Failure(pub Error);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failure {}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl FromServerFnError for Failure {
    type Encoder = PostcardBytes;

    /// The call itself failed: the network, or an answer that is not ours.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self(Error::Busy(5)),
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::Deserialization(_) => Self(unreadable()),
            other => Self(unexpected(&other)),
        }
    }
}

/// A call that failed in a way that nobody foresaw.
#[cfg(feature = "ssr")]
fn unexpected(error: &ServerFnErrorErr) -> Error {
    domain::internal("answering a call", error.to_string())
}

#[cfg(not(feature = "ssr"))]
fn unexpected(error: &ServerFnErrorErr) -> Error {
    leptos::logging::error!("{error}");
    #[expect(clippy::disallowed_methods, reason = "it is logged here, in the browser")]
    Error::Internal(model::errors::Logged::already())
}

/// What the server could not read of a call is said at its field.
#[cfg(feature = "ssr")]
fn unreadable() -> Error {
    let errors = use_context::<crate::wire::RejectedInput>().and_then(|rejected| rejected.take());
    let error = errors.map_or(Error::Conflict, Error::Invalid);
    set_status(&error);
    error
}

/// What the browser could not read of an answer comes from another version of Roster.
#[cfg(not(feature = "ssr"))]
fn unreadable() -> Error {
    Error::Conflict
}

/// Has the status of the response say what the error says.
#[cfg(feature = "ssr")]
pub(crate) fn set_status(error: &Error) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    response.set_status(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    if let Error::TryLater(seconds) | Error::Busy(seconds) = error {
        response.insert_header(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
}
