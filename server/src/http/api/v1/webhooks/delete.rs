use super::create::require_change;
use super::show::found;
use crate::http::api::auth::Caller;
use crate::http::api::etag::{IfMatch, precondition};
use crate::http::api::path::{At, OneOf, Versions};
use crate::http::api::problem::Problem;
use axum::http::StatusCode;
use domain::webhooks;

/// Deletes a webhook, and the log of its deliveries.
#[utoipa::path(
    delete,
    path = "/workspaces/{slug}/webhooks/{id}",
    operation_id = "deleteWebhook",
    tag = "Webhooks",
    params(OneOf, Versions),
    responses((status = 204, description = "Nothing is sent any more")),
    security(("token" = ["settings:write", "audit:read"]))
)]
pub(in crate::http::api) async fn delete(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    require_change(&ctx, &at.slug).await?;
    let present = found(&ctx, &at.slug, at.id.into()).await?;
    let version = if_match.require(present.version)?;
    webhooks::delete(&ctx, &at.slug, at.id.into(), Some(version)).await.map_err(precondition)?;
    Ok(StatusCode::NO_CONTENT)
}
