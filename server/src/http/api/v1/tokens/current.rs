//! `GET /api/v1/tokens/current`: the token that is sent, without its secret.

use crate::http::api::auth::Caller;
use crate::http::api::problem::Problem;
use axum::Json;
use domain::clock::rfc3339;
use domain::tokens;
use model::ids::TokenId;
use model::tokens::{TokenLifetime, TokenScopes};
use serde::Serialize;

#[derive(Serialize)]
pub(in crate::http::api) struct Token {
    id: TokenId,
    description: String,
    prefix: String,
    scopes: TokenScopes,
    /// By their slugs; null: all of the owner's.
    workspaces: Option<Vec<String>>,
    lifetime: TokenLifetime,
    created_at: String,
    /// When it stops working, also because another has taken its place; null: not by itself.
    expires_at: Option<String>,
    last_used_at: Option<String>,
}

pub(in crate::http::api) async fn current(Caller(ctx): Caller) -> Result<Json<Token>, Problem> {
    let token = tokens::current(&ctx).await?;
    Ok(Json(Token {
        id: token.id,
        description: token.description,
        prefix: token.prefix,
        scopes: token.scopes,
        workspaces: token.workspaces,
        lifetime: token.lifetime,
        created_at: rfc3339(token.created_at),
        expires_at: token.ends_at.map(rfc3339),
        last_used_at: token.last_used_at.map(rfc3339),
    }))
}
