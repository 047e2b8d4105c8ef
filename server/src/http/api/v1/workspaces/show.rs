use super::workspace::WorkspaceSettings;
use crate::http::api::auth::Caller;
use crate::http::api::etag::Versioned;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use axum::Json;
use domain::{Context, workspaces};

/// Shows a workspace's settings.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}",
    operation_id = "getWorkspace",
    tag = "Workspaces",
    params(InWorkspace),
    responses((status = 200, description = "The settings", body = WorkspaceSettings)),
    security(("token" = ["settings:read"]))
)]
pub(in crate::http::api) async fn show(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
) -> Result<Versioned<Json<WorkspaceSettings>>, Problem> {
    shown(&ctx, &at.slug).await
}

/// As they stand now.
pub(super) async fn shown(ctx: &Context, slug: &str) -> Result<Versioned<Json<WorkspaceSettings>>, Problem> {
    let settings = workspaces::settings(ctx, slug).await?;
    Ok(Versioned(settings.version, Json(WorkspaceSettings::of(settings))))
}
