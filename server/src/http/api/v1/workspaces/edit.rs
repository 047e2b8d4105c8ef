use super::show::shown;
use super::workspace::WorkspaceSettings;
use crate::http::api::auth::Caller;
use crate::http::api::etag::{IfMatch, Versioned, precondition};
use crate::http::api::input::body;
use crate::http::api::path::{At, InWorkspace, Versions};
use crate::http::api::problem::Problem;
use axum::Json;
use axum::extract::Request;
use domain::workspaces;
use model::permissions::Permission;
use model::workspaces::{Change, General};
use utoipa::ToSchema;
use uuid::Uuid;

/// What is to change of a workspace; whatever is left out stays.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct WorkspaceChangeInput {
    #[schema(max_length = 80, example = "Acme")]
    name: Option<String>,
    /// At least one (BCP 47).
    #[schema(required = false, example = json!(["en", "pt-BR"]))]
    languages: Vec<String>,
    #[schema(example = "BR")]
    country: Option<String>,
    default_role: Option<Uuid>,
}

/// Changes a workspace's settings.
#[utoipa::path(
    patch,
    path = "/workspaces/{slug}",
    operation_id = "updateWorkspace",
    tag = "Workspaces",
    params(InWorkspace, Versions),
    request_body = WorkspaceChangeInput,
    responses((status = 200, description = "The settings as they are now", body = WorkspaceSettings)),
    security(("token" = ["settings:write"]))
)]
pub(in crate::http::api) async fn edit(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    if_match: IfMatch,
    request: Request,
) -> Result<Versioned<Json<WorkspaceSettings>>, Problem> {
    ctx.require(&at.slug, Permission::SETTINGS_WRITE).await?;
    let present = workspaces::settings(&ctx, &at.slug).await?;
    let version = if_match.require(present.version)?;
    let input = body::<WorkspaceChangeInput>(request).await?;
    let names = ["name", "languages", "country", "default_role"].map(|name| (name, name));
    let general = General::parse(&input.over(&input.fields, &present.general.written(), &names))?;
    let saved = workspaces::change(&ctx, &at.slug, &Change::General(general), version).await;
    saved.map_err(precondition)?;
    shown(&ctx, &at.slug).await
}
