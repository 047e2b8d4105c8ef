//! `DELETE /api/v1/tokens/current`: the token that is sent opens nothing any more.

use crate::http::api::auth::Caller;
use crate::http::api::problem::Problem;
use axum::http::StatusCode;
use domain::tokens;

pub(in crate::http::api) async fn revoke(Caller(ctx): Caller) -> Result<StatusCode, Problem> {
    tokens::revoke_current(&ctx).await?;
    Ok(StatusCode::NO_CONTENT)
}
