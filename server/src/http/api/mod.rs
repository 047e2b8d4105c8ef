//! The API, for programs that have a token: one verb a file under `v1/<noun>/`. It stands outside of what reads cookies
//! and checks origins: a cookie never opens it, and a token opens no page.

mod auth;
mod input;
mod problem;
mod v1;

use super::{Shared, body};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use problem::Problem;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

/// The largest body that a call takes, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// What is below `/api`.
pub(super) fn routes(shared: &Shared) -> Router<Shared> {
    let below = Router::new()
        .nest("/v1", v1::routes())
        .route("/problems/{name}", get(problem::explain))
        .fallback(|| async { Problem::NOT_FOUND });
    Router::new()
        .nest("/api", below)
        // The one address below it that nesting leaves to the pages.
        .route("/api/", any(|| async { Problem::NOT_FOUND }))
        .layer(from_fn(body::answer_for_body))
        .layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES))
        .layer(super::router::patience(super::router::REQUEST_TIMEOUT))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(shared.clone(), problem::complete))
}
