//! The first version.

mod audit;
mod credits;
mod groups;
mod identity_provider;
mod invitations;
mod jobs;
mod me;
mod roles;
mod tokens;
mod users;
mod webhooks;
mod workspaces;

use super::{MAX_BODY_BYTES, auth, etag, idempotency};
use crate::http::Shared;
use crate::http::router::{REQUEST_TIMEOUT, UPLOAD_PATIENCE, patience};
use crate::http::upload::MAX_UPLOAD_BYTES;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::limit::RequestBodyLimitLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its calls, and what they say of themselves.
pub(super) fn routes(shared: &Shared) -> (Router<Shared>, OpenApi) {
    let (calls, mut document) = OpenApiRouter::new()
        .routes(routes!(me::get::get))
        .routes(routes!(tokens::current::current, tokens::revoke::revoke))
        .routes(routes!(tokens::rotate::rotate))
        .routes(routes!(tokens::list::list))
        .routes(routes!(tokens::delete::delete))
        .routes(routes!(workspaces::list::list))
        .routes(routes!(workspaces::show::show, workspaces::edit::edit))
        .routes(routes!(
            identity_provider::show::show,
            identity_provider::save::save,
            identity_provider::remove::remove
        ))
        .routes(routes!(identity_provider::groups::map, identity_provider::groups::unmap))
        .routes(routes!(users::list::list, users::create::create))
        .routes(routes!(users::bulk::bulk))
        .routes(routes!(users::show::show, users::edit::edit, users::remove::remove))
        .routes(routes!(users::password::password))
        .routes(routes!(users::recovery::recovery))
        .routes(routes!(users::reset_factors::reset_factors))
        .routes(routes!(users::sessions::sessions))
        .routes(routes!(users::actions::suspend))
        .routes(routes!(users::actions::activate))
        .routes(routes!(users::actions::restore))
        .routes(routes!(users::actions::sign_out))
        .routes(routes!(invitations::list::list, invitations::send::send))
        .routes(routes!(invitations::show::show, invitations::revoke::revoke))
        .routes(routes!(invitations::resend::resend))
        .routes(routes!(roles::list::list, roles::create::create))
        .routes(routes!(roles::show::show, roles::edit::edit, roles::delete::delete))
        .routes(routes!(groups::list::list, groups::create::create))
        .routes(routes!(groups::show::show, groups::edit::edit, groups::delete::delete))
        .routes(routes!(webhooks::list::list, webhooks::create::create))
        .routes(routes!(webhooks::show::show, webhooks::edit::edit, webhooks::delete::delete))
        .routes(routes!(users::export::csv))
        .routes(routes!(users::export::xlsx))
        .routes(routes!(audit::list::list))
        .routes(routes!(audit::export::csv))
        .routes(routes!(credits::balance::balance))
        .routes(routes!(credits::entries::list))
        .routes(routes!(credits::entries::csv))
        .routes(routes!(credits::grants::list, credits::grants::create))
        .routes(routes!(credits::holds::list, credits::holds::create))
        .routes(routes!(credits::holds::post))
        .routes(routes!(credits::holds::void))
        .routes(routes!(credits::debit::create))
        .routes(routes!(credits::correct::create))
        .routes(routes!(credits::statement::show))
        .routes(routes!(jobs::show::show))
        .routes(routes!(jobs::cancel::cancel))
        .routes(routes!(jobs::apply::apply))
        .routes(routes!(jobs::undo::undo))
        .split_for_parts();
    // A file is not held in memory to be compared with another.
    let (files, of_files) = OpenApiRouter::new().routes(routes!(users::import::import)).split_for_parts();
    document.merge(of_files);
    let calls = calls
        .layer(from_fn(etag::tag))
        .layer(from_fn(idempotency::once))
        .layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES))
        .layer(patience(REQUEST_TIMEOUT));
    let files = files
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(MAX_UPLOAD_BYTES))
        .layer(patience(UPLOAD_PATIENCE));
    let by_token = calls.merge(files).layer(from_fn_with_state(shared.clone(), auth::require_token));
    // Whoever has found a secret has no other.
    let leaked =
        tokens::leaked::route().layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES)).layer(patience(REQUEST_TIMEOUT));
    (by_token.merge(leaked), document)
}
