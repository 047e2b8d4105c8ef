use crate::http::api::auth::Caller;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::http::StatusCode;
use domain::users;

/// Takes away a user's second factors: they have lost their device. For people who are in no other workspace.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/users/{id}/reset-factors",
    operation_id = "resetFactors",
    tag = "Users",
    params(OneOf),
    responses((status = 204, description = "They sign in without one")),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn reset_factors(Caller(ctx): Caller, At(at): At<OneOf>) -> Result<StatusCode, Problem> {
    users::reset_factor(&ctx, &at.slug, at.id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
