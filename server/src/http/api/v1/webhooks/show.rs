use super::webhook::Webhook;
use crate::http::api::auth::Caller;
use crate::http::api::etag::Versioned;
use crate::http::api::path::{At, OneOf};
use crate::http::api::problem::Problem;
use axum::Json;
use domain::{Context, webhooks};
use model::ids::WebhookId;

/// Shows a webhook, without its secret.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/webhooks/{id}",
    operation_id = "getWebhook",
    tag = "Webhooks",
    params(OneOf),
    responses((status = 200, description = "The webhook", body = Webhook)),
    security(("token" = ["settings:read"]))
)]
pub(in crate::http::api) async fn show(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
) -> Result<Versioned<Json<Webhook>>, Problem> {
    shown(&ctx, &at.slug, at.id.into()).await
}

/// As it stands now.
pub(super) async fn shown(ctx: &Context, slug: &str, id: WebhookId) -> Result<Versioned<Json<Webhook>>, Problem> {
    let one = found(ctx, slug, id).await?;
    Ok(Versioned(one.version, Json(Webhook::of(one))))
}

/// As the rules have it.
pub(super) async fn found(ctx: &Context, slug: &str, id: WebhookId) -> Result<webhooks::Webhook, Problem> {
    webhooks::show(ctx, slug, id).await?.webhooks.pop().ok_or(Problem::NOT_FOUND)
}
