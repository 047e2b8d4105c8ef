//! For those who watch the server.

use super::{Phase, Shared};
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;

/// The process lives.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers and can be written to. It is up to date: the server doesn't start before. A server that has
/// been told to stop is not ready.
pub(super) async fn readyz(
    State(shared): State<Shared>,
    phase: Option<Extension<Phase>>,
) -> (StatusCode, &'static str) {
    if phase.is_some_and(|Extension(phase)| phase != Phase::Serving) {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    let roster = &shared.roster;
    if domain::setup::is_due(roster).await.is_err() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n");
    }
    if !roster.db.is_writable(roster.clock.now()).await {
        return (StatusCode::SERVICE_UNAVAILABLE, "the database can't be written to\n");
    }
    (StatusCode::OK, "ready\n")
}
