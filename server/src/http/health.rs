//! For those who watch the server.

use super::{Phase, Shared};
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;

/// The process lives.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers, and is up to date: the server doesn't start before. A server that has been told to stop is not ready.
pub(super) async fn readyz(
    State(shared): State<Shared>,
    phase: Option<Extension<Phase>>,
) -> (StatusCode, &'static str) {
    if phase.is_some_and(|Extension(phase)| phase != Phase::Serving) {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match domain::setup::is_due(&shared.roster).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
