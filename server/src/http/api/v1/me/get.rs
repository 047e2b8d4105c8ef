//! `GET /api/v1/me`: whose token it is. Any scope will do.

use crate::http::api::auth::Caller;
use crate::http::api::problem::Problem;
use axum::Json;
use domain::account;
use model::ids::AccountId;
use model::urls::Url;
use serde::Serialize;

#[derive(Serialize)]
pub(in crate::http::api) struct Me {
    id: AccountId,
    email: String,
    first_name: String,
    last_name: String,
    avatar_url: Option<String>,
    language: &'static str,
    time_zone: String,
}

pub(in crate::http::api) async fn get(Caller(ctx): Caller) -> Result<Json<Me>, Problem> {
    let me = account::me(&ctx).await?;
    Ok(Json(Me {
        id: me.id,
        email: me.email,
        first_name: me.first_name,
        last_name: me.last_name,
        avatar_url: me.picture.map(|id| ctx.link(&Url::Avatar { id })),
        language: me.language.tag(),
        time_zone: me.time_zone,
    }))
}
