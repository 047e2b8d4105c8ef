use crate::http::api::auth::Caller;
use crate::http::api::input::body;
use crate::http::api::problem::Problem;
use crate::http::api::types::Timestamp;
use axum::Json;
use axum::extract::Request;
use domain::tokens;
use model::tokens::Rotation;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How the token is replaced.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct RotationInput {
    /// How long the new one works, no longer than the present one: `1_month`, `2_months`, `3_months`, `6_months`,
    /// `1_year`, `2_years` or `none`. By itself as long as the present one was made for.
    #[schema(required = false, example = "3_months")]
    lifetime: String,
    /// How many hours the former one still works: 0 (by itself), 1 or 24.
    #[schema(required = false, example = 1)]
    overlap: u32,
}

/// A token in place of another.
#[derive(Serialize, ToSchema)]
pub(in crate::http::api) struct RotatedToken {
    id: Uuid,
    /// Its secret, said once.
    token: String,
    expires_at: Option<Timestamp>,
}

/// Replaces the token that is sent by another one. Any scope will do. 409 where it has been replaced before.
#[utoipa::path(
    post,
    path = "/tokens/current/rotate",
    operation_id = "rotateCurrentToken",
    tag = "Tokens",
    request_body = RotationInput,
    responses((status = 200, description = "The new token", body = RotatedToken)),
    security(("token" = []))
)]
pub(in crate::http::api) async fn rotate(Caller(ctx): Caller, request: Request) -> Result<Json<RotatedToken>, Problem> {
    let rotation = Rotation::parse(&body::<RotationInput>(request).await?.fields)?;
    let created = tokens::rotate_current(&ctx, rotation).await?;
    Ok(Json(RotatedToken {
        id: created.id.0,
        token: created.secret.reveal().to_owned(),
        expires_at: created.expires_at.map(Into::into),
    }))
}
