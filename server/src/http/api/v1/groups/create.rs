use super::group::Group;
use super::show::shown;
use crate::http::api::auth::Caller;
use crate::http::api::input::{Input, body};
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::created;
use axum::extract::Request;
use axum::response::Response;
use domain::groups;
use model::Fields;
use model::groups::GroupInput;
use model::permissions::Permission;
use utoipa::ToSchema;
use uuid::Uuid;

/// A group to make.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct NewGroupInput {
    /// Unique in the workspace.
    #[schema(max_length = 60, example = "Accounting")]
    name: String,
    #[schema(max_length = 200, example = "Whoever books")]
    description: Option<String>,
    /// What it gives its people.
    #[schema(required = false)]
    role_ids: Vec<Uuid>,
}

/// What the rules call a field, and what the API does.
pub(super) const NAMES: [(&str, &str); 3] = [("about", "description"), ("roles", "role_ids"), ("form", "name")];

/// Makes a group. Nobody gives what they don't hold.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/groups",
    operation_id = "createGroup",
    tag = "Groups",
    params(InWorkspace),
    request_body = NewGroupInput,
    responses((status = 201, description = "The group", body = Group,
        headers(("Location" = String, description = "Where the group can be read")))),
    security(("token" = ["roles:write"]))
)]
pub(in crate::http::api) async fn create(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<Response, Problem> {
    ctx.require(&at.slug, Permission::ROLES_WRITE).await?;
    let input = body::<NewGroupInput>(request).await?;
    let group = GroupInput::parse(&typed(&input)).map_err(|errors| Problem::from(errors).renamed(&NAMES))?;
    let id = groups::create(&ctx, &at.slug, &group).await;
    let id = id.map_err(|error| Problem::from(error).renamed(&NAMES))?;
    Ok(created(&ctx, &at.slug, "groups", id.0, shown(&ctx, &at.slug, id).await?))
}

/// As the form has it.
pub(super) fn typed(input: &Input) -> Fields {
    let fields =
        Fields::default().with("name", input.fields.get("name")).with("about", input.fields.get("description"));
    input.fields.all("role_ids").fold(fields, |fields, role| fields.with("roles", role))
}
