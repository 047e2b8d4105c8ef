use super::group::Group;
use crate::http::api::auth::Caller;
use crate::http::api::etag::Versioned;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::Json;
use domain::{Context, groups};
use model::ids::GroupId;

/// Shows a group. Who is in it, the list of users says: `group=` and its id.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/groups/{id}",
    operation_id = "getGroup",
    tag = "Groups",
    params(OneOf),
    responses((status = 200, description = "The group", body = Group)),
    security(("token" = ["users:read"]))
)]
pub(in crate::http::api) async fn show(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
) -> Result<Versioned<Json<Group>>, Problem> {
    shown(&ctx, &at.slug, at.id.into()).await
}

/// As it stands now.
pub(super) async fn shown(ctx: &Context, slug: &str, id: GroupId) -> Result<Versioned<Json<Group>>, Problem> {
    let record = groups::show(ctx, slug, id).await?;
    Ok(Versioned(record.version, Json(Group::of(record))))
}
