use super::role::Role;
use crate::http::api::auth::Caller;
use crate::http::api::etag::Versioned;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::Json;
use domain::{Context, roles};
use model::ids::RoleId;

/// Shows a role.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/roles/{id}",
    operation_id = "getRole",
    tag = "Roles",
    params(OneOf),
    responses((status = 200, description = "The role", body = Role)),
    security(("token" = ["roles:read"]))
)]
pub(in crate::http::api) async fn show(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
) -> Result<Versioned<Json<Role>>, Problem> {
    shown(&ctx, &at.slug, at.id.into()).await
}

/// As it stands now.
pub(super) async fn shown(ctx: &Context, slug: &str, id: RoleId) -> Result<Versioned<Json<Role>>, Problem> {
    let (record, _) = roles::show(ctx, slug, id).await?;
    Ok(Versioned(record.version, Json(Role::of(record))))
}
