use crate::http::api::auth::Caller;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::http::StatusCode;
use domain::users;

/// Sends a user the mail by which they choose a new password.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/users/{id}/recovery",
    operation_id = "sendRecovery",
    tag = "Users",
    params(OneOf),
    responses((status = 204, description = "The mail is on its way")),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn recovery(Caller(ctx): Caller, At(at): At<OneOf>) -> Result<StatusCode, Problem> {
    users::send_recovery(&ctx, &at.slug, at.id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
