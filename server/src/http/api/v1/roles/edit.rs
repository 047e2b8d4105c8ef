use super::create::typed;
use super::role::Role;
use super::show::shown;
use crate::http::api::auth::Caller;
use crate::http::api::etag::{IfMatch, Versioned, precondition};
use crate::http::api::input::body;
use crate::http::api::path::{At, OneOf, Versions};
use crate::http::api::problem::Problem;
use axum::Json;
use axum::extract::Request;
use domain::roles;
use model::permissions::Permission;
use model::roles::{ALLOWED, RoleInput};
use utoipa::ToSchema;

/// What is to change of a role; whatever is left out stays.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct RoleChangeInput {
    #[schema(max_length = 60, example = "Editor")]
    name: Option<String>,
    /// All that it is to allow.
    #[schema(required = false, example = json!(["users:read"]))]
    permissions: Vec<String>,
}

/// Changes a role. What it allows counts at once, for everyone who has it.
#[utoipa::path(
    patch,
    path = "/workspaces/{slug}/roles/{id}",
    operation_id = "updateRole",
    tag = "Roles",
    params(OneOf, Versions),
    request_body = RoleChangeInput,
    responses((status = 200, description = "The role as it is now", body = Role)),
    security(("token" = ["roles:write"]))
)]
pub(in crate::http::api) async fn edit(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
    if_match: IfMatch,
    request: Request,
) -> Result<Versioned<Json<Role>>, Problem> {
    ctx.require(&at.slug, Permission::ROLES_WRITE).await?;
    let (present, _) = roles::show(&ctx, &at.slug, at.id.into()).await?;
    let version = if_match.require(present.version)?;
    let input = body::<RoleChangeInput>(request).await?;
    let saved = RoleInput { name: present.role.name, permissions: present.role.permissions };
    let fields = input.over(&typed(&input), &saved.written(), &[("name", "name"), (ALLOWED, "permissions")]);
    let role = RoleInput::parse(&fields)?;
    roles::edit(&ctx, &at.slug, at.id.into(), &role, version).await.map_err(precondition)?;
    shown(&ctx, &at.slug, at.id.into()).await
}
