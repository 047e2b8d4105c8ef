use super::create::{NAMES, typed};
use super::group::Group;
use super::show::shown;
use crate::http::api::auth::Caller;
use crate::http::api::etag::{IfMatch, Versioned, precondition};
use crate::http::api::input::body;
use crate::http::api::path::{At, OneOf, Versions};
use crate::http::api::problem::Problem;
use axum::Json;
use axum::extract::Request;
use domain::groups;
use model::groups::GroupInput;
use model::permissions::Permission;
use utoipa::ToSchema;
use uuid::Uuid;

/// What is to change of a group; whatever is left out stays.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct GroupChangeInput {
    #[schema(max_length = 60, example = "Accounting")]
    name: Option<String>,
    #[schema(max_length = 200, example = "Whoever books")]
    description: Option<String>,
    /// All roles that it is to give.
    #[schema(required = false)]
    role_ids: Vec<Uuid>,
}

/// Changes a group. What it gives counts at once, for everyone in it.
#[utoipa::path(
    patch,
    path = "/workspaces/{slug}/groups/{id}",
    operation_id = "updateGroup",
    tag = "Groups",
    params(OneOf, Versions),
    request_body = GroupChangeInput,
    responses((status = 200, description = "The group as it is now", body = Group)),
    security(("token" = ["roles:write"]))
)]
pub(in crate::http::api) async fn edit(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
    if_match: IfMatch,
    request: Request,
) -> Result<Versioned<Json<Group>>, Problem> {
    ctx.require(&at.slug, Permission::ROLES_WRITE).await?;
    let present = groups::show(&ctx, &at.slug, at.id.into()).await?;
    let version = if_match.require(present.version)?;
    let input = body::<GroupChangeInput>(request).await?;
    let saved = GroupInput {
        name: present.name,
        about: present.about,
        roles: present.roles.iter().map(|role| role.id).collect(),
    };
    let fields = input.over(
        &typed(&input),
        &saved.written(),
        &[("name", "name"), ("about", "description"), ("roles", "role_ids")],
    );
    let group = GroupInput::parse(&fields);
    let group = group.map_err(|errors| Problem::from(errors).renamed(&NAMES))?;
    let saved = groups::edit(&ctx, &at.slug, at.id.into(), &group, version).await;
    saved.map_err(|error| precondition(error).renamed(&NAMES))?;
    shown(&ctx, &at.slug, at.id.into()).await
}
