use super::group::Group;
use crate::http::api::auth::Caller;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::Page;
use axum::Json;
use domain::groups;

/// Lists all groups by name. There are no more than a page.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/groups",
    operation_id = "listGroups",
    tag = "Groups",
    params(InWorkspace),
    responses((status = 200, description = "The groups", body = Page<Group>)),
    security(("token" = ["users:read"]))
)]
pub(in crate::http::api) async fn list(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
) -> Result<Json<Page<Group>>, Problem> {
    let groups = groups::page(&ctx, &at.slug).await?;
    Ok(Json(Page { items: groups.into_iter().map(Group::of).collect(), next: None }))
}
