use crate::http::api::auth::Caller;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use crate::http::api::types::{Started, accepted};
use axum::response::Response;
use domain::users::import;

/// Takes back what an import has done, as far as nobody has changed it since. 409 where nothing can be taken back.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/jobs/{id}/undo",
    operation_id = "undoImport",
    tag = "Jobs",
    params(OneOf),
    responses((status = 202, description = "It has begun", body = Started)),
    security(("token" = ["users:write"]))
)]
pub(in crate::http::api) async fn undo(Caller(ctx): Caller, At(at): At<OneOf>) -> Result<Response, Problem> {
    import::undo(&ctx, &at.slug, at.id.into()).await?;
    Ok(accepted(&ctx, &at.slug, at.id.into()))
}
