use crate::http::api::auth::Caller;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::http::StatusCode;
use domain::jobs;

/// Stops a job: what is done stays done, the rest is left.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/jobs/{id}/cancel",
    operation_id = "cancelJob",
    tag = "Jobs",
    params(OneOf),
    responses((status = 204, description = "It has stopped")),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn cancel(Caller(ctx): Caller, At(at): At<OneOf>) -> Result<StatusCode, Problem> {
    jobs::cancel(&ctx, &at.slug, at.id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
