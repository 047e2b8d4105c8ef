//! What is done to a user without saying anything more.

use super::show::shown;
use super::user::User;
use crate::http::api::auth::Caller;
use crate::http::api::etag::Versioned;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::Json;
use domain::{Context, users};
use model::users::Action;

async fn act(ctx: &Context, at: OneOf, action: Action) -> Result<Versioned<Json<User>>, Problem> {
    users::act(ctx, &at.slug, at.id.into(), action).await?;
    shown(ctx, &at.slug, at.id.into()).await
}

/// Suspends a user: they can't enter until they are activated.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/users/{id}/suspend",
    operation_id = "suspendUser",
    tag = "Users",
    params(OneOf),
    responses((status = 200, description = "They are suspended", body = User)),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn suspend(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
) -> Result<Versioned<Json<User>>, Problem> {
    act(&ctx, at, Action::Suspend).await
}

/// Ends a suspension.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/users/{id}/activate",
    operation_id = "activateUser",
    tag = "Users",
    params(OneOf),
    responses((status = 200, description = "They are active", body = User)),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn activate(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
) -> Result<Versioned<Json<User>>, Problem> {
    act(&ctx, at, Action::Activate).await
}

/// Brings back a user who was removed within the last 30 days.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/users/{id}/restore",
    operation_id = "restoreUser",
    tag = "Users",
    params(OneOf),
    responses((status = 200, description = "They are a member again", body = User)),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn restore(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
) -> Result<Versioned<Json<User>>, Problem> {
    act(&ctx, at, Action::Restore).await
}

/// Ends a user's sessions.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/users/{id}/sign-out",
    operation_id = "signOutUser",
    tag = "Users",
    params(OneOf),
    responses((status = 200, description = "They are signed out", body = User)),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn sign_out(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
) -> Result<Versioned<Json<User>>, Problem> {
    act(&ctx, at, Action::SignOut).await
}
