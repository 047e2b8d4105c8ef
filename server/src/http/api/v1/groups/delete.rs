use crate::http::api::auth::Caller;
use crate::http::api::etag::{IfMatch, precondition};
use crate::http::api::path::{At, OneOf, Versions};
use crate::http::api::problem::Problem;
use axum::http::StatusCode;
use domain::groups;
use model::permissions::Permission;

/// Deletes a group. Its people stay, without what it gave them.
#[utoipa::path(
    delete,
    path = "/workspaces/{slug}/groups/{id}",
    operation_id = "deleteGroup",
    tag = "Groups",
    params(OneOf, Versions),
    responses((status = 204, description = "It gives nothing any more")),
    security(("token" = ["roles:delete"]))
)]
pub(in crate::http::api) async fn delete(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    ctx.require(&at.slug, Permission::ROLES_DELETE).await?;
    let present = groups::show(&ctx, &at.slug, at.id.into()).await?;
    let version = if_match.require(present.version)?;
    groups::delete(&ctx, &at.slug, at.id.into(), Some(version)).await.map_err(precondition)?;
    Ok(StatusCode::NO_CONTENT)
}
