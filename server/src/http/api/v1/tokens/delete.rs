use crate::http::api::auth::Caller;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::http::StatusCode;
use domain::tokens::workspace;

/// Revokes a token of the workspace's own. A personal one is kept out of the workspace, and stays its owner's.
#[utoipa::path(
    delete,
    path = "/workspaces/{slug}/tokens/{id}",
    operation_id = "revokeToken",
    tag = "Tokens",
    params(OneOf),
    responses((status = 204, description = "It does not reach the workspace any more")),
    security(("token" = ["settings:write"]))
)]
pub(in crate::http::api) async fn delete(Caller(ctx): Caller, At(at): At<OneOf>) -> Result<StatusCode, Problem> {
    workspace::revoke(&ctx, &at.slug, at.id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
