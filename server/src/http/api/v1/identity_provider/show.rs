use super::provider::IdentityProvider;
use crate::http::api::auth::Caller;
use crate::http::api::etag::Versioned;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use axum::Json;
use domain::Context;
use domain::sso::workspace::{self, OwnProvider};

/// Shows a workspace's identity provider, without its secret.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/identity-provider",
    operation_id = "getIdentityProvider",
    tag = "Workspaces",
    params(InWorkspace),
    responses((status = 200, description = "The provider; 404 where the workspace has none", body = IdentityProvider)),
    security(("token" = ["settings:read"]))
)]
pub(in crate::http::api) async fn show(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
) -> Result<Versioned<Json<IdentityProvider>>, Problem> {
    shown(&ctx, &at.slug).await
}

/// As it stands now.
pub(super) async fn shown(ctx: &Context, slug: &str) -> Result<Versioned<Json<IdentityProvider>>, Problem> {
    let one = found(ctx, slug).await?.ok_or(Problem::NOT_FOUND)?;
    Ok(Versioned(one.version, Json(IdentityProvider::of(one))))
}

/// As the rules have it; none where there is none.
pub(super) async fn found(ctx: &Context, slug: &str) -> Result<Option<OwnProvider>, Problem> {
    Ok(workspace::show(ctx, slug).await?.provider)
}
