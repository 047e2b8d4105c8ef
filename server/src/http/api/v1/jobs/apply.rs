use crate::http::api::auth::Caller;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use crate::http::api::types::{Started, accepted};
use axum::response::Response;
use domain::users::import;

/// Carries the plan of an import out. 409 where there is none.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/jobs/{id}/apply",
    operation_id = "applyImport",
    tag = "Jobs",
    params(OneOf),
    responses((status = 202, description = "It has begun", body = Started)),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn apply(Caller(ctx): Caller, At(at): At<OneOf>) -> Result<Response, Problem> {
    import::apply(&ctx, &at.slug, at.id.into()).await?;
    Ok(accepted(&ctx, &at.slug, at.id.into()))
}
