use crate::http::api::auth::Caller;
use crate::http::api::problem::Problem;
use axum::http::StatusCode;
use domain::tokens;

/// Revokes the token that is sent: it opens nothing any more.
#[utoipa::path(
    delete,
    path = "/tokens/current",
    operation_id = "revokeCurrentToken",
    tag = "Tokens",
    responses((status = 204, description = "It is revoked")),
    security(("token" = []))
)]
pub(in crate::http::api) async fn revoke(Caller(ctx): Caller) -> Result<StatusCode, Problem> {
    tokens::revoke_current(&ctx).await?;
    Ok(StatusCode::NO_CONTENT)
}
