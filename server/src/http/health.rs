//! For those who watch the server.

use super::Shared;
use axum::extract::State;
use axum::http::StatusCode;

/// The process lives.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers, and is up to date: the server doesn't start before.
pub(super) async fn readyz(State(shared): State<Shared>) -> (StatusCode, &'static str) {
    match domain::setup::is_due(&shared.roster).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
