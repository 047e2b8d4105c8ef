use super::user::User;
use crate::http::api::auth::Caller;
use crate::http::api::etag::Versioned;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::Json;
use domain::{Context, users};
use model::ids::MemberId;

/// Shows a user.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/users/{id}",
    operation_id = "getUser",
    tag = "Users",
    params(OneOf),
    responses((status = 200, description = "The user", body = User)),
    security(("token" = ["users:read"]))
)]
pub(in crate::http::api) async fn show(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
) -> Result<Versioned<Json<User>>, Problem> {
    shown(&ctx, &at.slug, at.id.into()).await
}

/// As it stands now.
pub(super) async fn shown(ctx: &Context, slug: &str, id: MemberId) -> Result<Versioned<Json<User>>, Problem> {
    let user = users::details(ctx, slug, id).await?.listed;
    Ok(Versioned(user.version, Json(User::of(ctx, user))))
}
