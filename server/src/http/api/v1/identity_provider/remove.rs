use super::show::found;
use crate::http::api::auth::Caller;
use crate::http::api::etag::{IfMatch, precondition};
use crate::http::api::path::{At, InWorkspace, Versions};
use crate::http::api::problem::Problem;
use axum::http::StatusCode;
use domain::sso::workspace;
use model::permissions::Permission;

/// Removes a workspace's identity provider. Accounts, memberships and roles stay.
#[utoipa::path(
    delete,
    path = "/workspaces/{slug}/identity-provider",
    operation_id = "deleteIdentityProvider",
    tag = "Workspaces",
    params(InWorkspace, Versions),
    responses((status = 204, description = "Nobody signs in there any more")),
    security(("token" = ["settings:write"]))
)]
pub(in crate::http::api) async fn remove(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    ctx.require(&at.slug, Permission::SETTINGS_WRITE).await?;
    let present = found(&ctx, &at.slug).await?.ok_or(Problem::NOT_FOUND)?;
    let version = if_match.require(present.version)?;
    workspace::remove(&ctx, &at.slug, Some(version)).await.map_err(precondition)?;
    Ok(StatusCode::NO_CONTENT)
}
