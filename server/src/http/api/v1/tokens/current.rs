use crate::http::api::auth::Caller;
use crate::http::api::problem::Problem;
use crate::http::api::types::Timestamp;
use axum::Json;
use domain::tokens;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A token, without its secret.
#[derive(Serialize, ToSchema)]
pub(in crate::http::api) struct Token {
    id: Uuid,
    #[schema(example = "Nightly export")]
    description: String,
    /// How its secret begins.
    #[schema(example = "rst_Zk3x9QwE")]
    prefix: String,
    #[schema(example = json!(["users:read"]))]
    scopes: Vec<String>,
    /// By their slugs; null: all of the owner's.
    workspaces: Option<Vec<String>>,
    /// What it was made for.
    #[schema(example = "3_months")]
    lifetime: String,
    created_at: Timestamp,
    /// When it stops working, also because another has taken its place; null: not by itself.
    expires_at: Option<Timestamp>,
    /// To the minute.
    last_used_at: Option<Timestamp>,
}

/// Shows the token that is sent. Any scope will do.
#[utoipa::path(
    get,
    path = "/tokens/current",
    operation_id = "getCurrentToken",
    tag = "Tokens",
    responses((status = 200, description = "The token, without its secret", body = Token)),
    security(("token" = []))
)]
pub(in crate::http::api) async fn current(Caller(ctx): Caller) -> Result<Json<Token>, Problem> {
    let token = tokens::current(&ctx).await?;
    Ok(Json(Token {
        id: token.id.0,
        description: token.description,
        prefix: token.prefix,
        scopes: token.scopes.iter().map(|scope| scope.to_string()).collect(),
        workspaces: token.workspaces,
        lifetime: token.lifetime.name().to_owned(),
        created_at: token.created_at.into(),
        expires_at: token.ends_at.map(Into::into),
        last_used_at: token.last_used_at.map(Into::into),
    }))
}
