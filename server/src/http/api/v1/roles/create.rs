use super::role::Role;
use super::show::shown;
use crate::http::api::auth::Caller;
use crate::http::api::input::{Input, body};
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::created;
use axum::extract::Request;
use axum::response::Response;
use domain::roles;
use model::Fields;
use model::permissions::Permission;
use model::roles::{ALLOWED, RoleInput};
use utoipa::ToSchema;

/// A role to make.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct NewRoleInput {
    /// Unique in the workspace.
    #[schema(max_length = 60, example = "Editor")]
    name: String,
    /// What it allows, such as `users:read`; whoever writes or deletes something reads it too.
    #[schema(required = false, example = json!(["users:read", "users:write"]))]
    permissions: Vec<String>,
}

/// Makes a role. Nobody gives what they don't hold.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/roles",
    operation_id = "createRole",
    tag = "Roles",
    params(InWorkspace),
    request_body = NewRoleInput,
    responses((status = 201, description = "The role", body = Role,
        headers(("Location" = String, description = "Where the role can be read")))),
    security(("token" = ["roles:write"]))
)]
pub(in crate::http::api) async fn create(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<Response, Problem> {
    ctx.require(&at.slug, Permission::ROLES_WRITE).await?;
    let input = body::<NewRoleInput>(request).await?;
    let id = roles::create(&ctx, &at.slug, &RoleInput::parse(&typed(&input))?).await;
    let id = id.map_err(|error| Problem::from(error).renamed(&[("form", "name")]))?;
    Ok(created(&ctx, &at.slug, "roles", id.0, shown(&ctx, &at.slug, id).await?))
}

/// As the form has it.
pub(super) fn typed(input: &Input) -> Fields {
    let name = Fields::default().with("name", input.fields.get("name"));
    let given = input.fields.all("permissions").filter(|text| !text.is_empty());
    given.fold(name, |fields, permission| fields.with(ALLOWED, permission))
}
