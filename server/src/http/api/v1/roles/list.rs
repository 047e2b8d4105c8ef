use super::role::Role;
use crate::http::api::auth::Caller;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::Page;
use axum::Json;
use domain::roles;

/// Lists all roles, the built-in ones first. There are no more than a page.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/roles",
    operation_id = "listRoles",
    tag = "Roles",
    params(InWorkspace),
    responses((status = 200, description = "The roles", body = Page<Role>)),
    security(("token" = ["roles:read"]))
)]
pub(in crate::http::api) async fn list(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
) -> Result<Json<Page<Role>>, Problem> {
    let page = roles::page(&ctx, &at.slug).await?;
    Ok(Json(Page { items: page.roles.into_iter().map(Role::of).collect(), next: None }))
}
