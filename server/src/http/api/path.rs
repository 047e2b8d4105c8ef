//! What an address names. An id that is none names nothing: 404, as one that is not there.

use super::problem::Problem;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use uuid::Uuid;

/// The values of the address.
#[derive(Debug)]
pub(super) struct At<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = Path::<T>::from_request_parts(parts, state).await;
        read.map(|Path(value)| Self(value)).map_err(|_| Problem::NOT_FOUND)
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct InWorkspace {
    /// The workspace's name in addresses.
    #[param(example = "acme")]
    pub slug: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OneOf {
    /// The workspace's name in addresses.
    #[param(example = "acme")]
    pub slug: String,
    /// Its id.
    #[param(example = "019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4")]
    pub id: Uuid,
}

/// Which version of it is meant.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes what `IfMatch` reads")]
pub(super) struct Versions {
    /// The ETag of what was read, or *
    #[param(rename = "If-Match", example = "\"7-jK2v0Q3w\"")]
    if_match: String,
}
