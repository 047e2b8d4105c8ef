//! The API, for programs that have a token: one verb a file under `v1/<noun>/`. It stands outside of what reads cookies
//! and checks origins: a cookie never opens it, and a token opens no page.

mod auth;
mod call_timer;
mod docs;
mod etag;
mod idempotency;
mod input;
mod openapi;
mod path;
mod problem;
mod rate_limit;
mod reader;
mod types;
mod v1;
mod webhooks_root;

pub(super) use auth::require_token;
pub(crate) use rate_limit::RateLimits;

use super::{Shared, body};
use axum::Router;
use axum::http::{HeaderValue, Method};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use openapi::Document;
use problem::Problem;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};

/// The largest body that a call takes, in bytes, but for files.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// What is below `/api`. Pages of these origins may call it from a browser.
pub(super) fn routes(shared: &Shared, origins: &[HeaderValue]) -> Router<Shared> {
    let (v1, document) = v1::routes(shared);
    let public_url = shared.roster.settings.public_url.clone();
    let document = Arc::new(Document::new(Box::new(move || openapi::document(document, &public_url))));
    let described = document.clone();
    let below = Router::new()
        .nest("/v1", v1)
        .route("/openapi.json", get(move || async move { openapi::answer(&document) }))
        .route("/docs", get(move |state, request| docs::page(state, described, request)))
        .route("/problems/{name}", get(problem::explain))
        .fallback(|| async { Problem::NOT_FOUND });
    let router = Router::new()
        .nest("/api", below)
        // The one address below it that nesting leaves to the pages.
        .route("/api/", any(|| async { Problem::NOT_FOUND }))
        .layer(from_fn(body::answer_for_body))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(shared.clone(), problem::complete));
    if origins.is_empty() { router } else { router.layer(cors(origins)) }
}

/// A token is a header, never a cookie: no credentials of the browser's are let through.
fn cors(origins: &[HeaderValue]) -> CorsLayer {
    let exposed = [
        axum::http::header::ETAG,
        axum::http::header::LOCATION,
        axum::http::header::RETRY_AFTER,
        auth::EXPIRES,
        rate_limit::LIMIT,
        rate_limit::POLICY,
        axum::http::HeaderName::from_static("x-request-id"),
    ];
    CorsLayer::new()
        .allow_origin(origins.to_vec())
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(Any)
        .expose_headers(exposed)
}
