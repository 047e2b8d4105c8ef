use crate::http::api::auth::Caller;
use crate::http::api::problem::Problem;
use axum::Json;
use domain::account;
use model::urls::Url;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Whose token it is.
#[derive(Serialize, ToSchema)]
pub(in crate::http::api) struct Me {
    /// Of the account.
    id: Uuid,
    #[schema(example = "ana@acme.example")]
    email: String,
    #[schema(example = "Ana")]
    first_name: String,
    #[schema(example = "Souza")]
    last_name: String,
    avatar_url: Option<String>,
    /// BCP 47.
    #[schema(example = "pt-BR")]
    language: String,
    /// Of the IANA database.
    #[schema(example = "America/Sao_Paulo")]
    time_zone: String,
}

/// Shows whose token it is. Any scope will do.
#[utoipa::path(
    get,
    path = "/me",
    operation_id = "getMe",
    tag = "Tokens",
    responses((status = 200, description = "The token's owner", body = Me)),
    security(("token" = []))
)]
pub(in crate::http::api) async fn get(Caller(ctx): Caller) -> Result<Json<Me>, Problem> {
    let me = account::me(&ctx).await?;
    Ok(Json(Me {
        id: me.id.0,
        email: me.email,
        first_name: me.first_name,
        last_name: me.last_name,
        avatar_url: me.picture.map(|id| ctx.link(&Url::Avatar { id })),
        language: me.language.tag().to_owned(),
        time_zone: me.time_zone,
    }))
}
