use super::webhook::Webhook;
use crate::http::api::auth::Caller;
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::Page;
use axum::Json;
use domain::webhooks;

/// Lists all webhooks in the order in which they were created. There are no more than a page.
#[utoipa::path(
    get,
    path = "/workspaces/{slug}/webhooks",
    operation_id = "listWebhooks",
    tag = "Webhooks",
    params(InWorkspace),
    responses((status = 200, description = "The webhooks", body = Page<Webhook>)),
    security(("token" = ["settings:read"]))
)]
pub(in crate::http::api) async fn list(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
) -> Result<Json<Page<Webhook>>, Problem> {
    let found = webhooks::list(&ctx, &at.slug).await?;
    Ok(Json(Page { items: found.webhooks.into_iter().map(Webhook::of).collect(), next: None }))
}
