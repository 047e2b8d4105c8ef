//! `POST /api/v1/tokens/current/rotate`: another secret in place of the one that is sent.

use crate::http::api::auth::Caller;
use crate::http::api::input;
use crate::http::api::problem::Problem;
use axum::Json;
use axum::extract::Request;
use domain::clock::rfc3339;
use domain::tokens;
use model::ids::TokenId;
use model::tokens::Rotation;
use serde::Serialize;

#[derive(Serialize)]
pub(in crate::http::api) struct Rotated {
    id: TokenId,
    /// Said once.
    token: String,
    expires_at: Option<String>,
}

pub(in crate::http::api) async fn rotate(Caller(ctx): Caller, request: Request) -> Result<Json<Rotated>, Problem> {
    let rotation = Rotation::parse(&input::body(request, &["lifetime", "overlap"]).await?)?;
    let created = tokens::rotate_current(&ctx, rotation).await?;
    Ok(Json(Rotated {
        id: created.id,
        token: created.secret.reveal().to_owned(),
        expires_at: created.expires_at.map(rfc3339),
    }))
}
