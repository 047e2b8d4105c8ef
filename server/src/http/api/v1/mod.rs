//! The first version.

mod me;
mod tokens;
mod workspaces;

use crate::http::Shared;
use axum::Router;
use axum::routing::{get, post};

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/me", get(me::get))
        .route("/workspaces", get(workspaces::list))
        .route("/tokens/current", get(tokens::current).delete(tokens::revoke))
        .route("/tokens/current/rotate", post(tokens::rotate))
}
