use super::create::{require_change, typed};
use super::show::{found, shown};
use super::webhook::Webhook;
use crate::http::api::auth::Caller;
use crate::http::api::etag::{IfMatch, Versioned, precondition};
use crate::http::api::input::body;
use crate::http::api::path::{At, OneOf, Versions};
use crate::http::api::problem::Problem;
use axum::Json;
use axum::extract::Request;
use domain::webhooks;
use model::webhooks::WebhookInput;
use utoipa::ToSchema;

/// What is to change of a webhook; whatever is left out stays.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct WebhookChangeInput {
    /// Begins with `https://`, and is on the public internet.
    #[schema(max_length = 2000, example = "https://example.com/webhooks")]
    url: Option<String>,
    #[schema(max_length = 100, example = "Our CRM")]
    description: Option<String>,
    /// All types that it is to get; none: all.
    #[schema(required = false, example = json!(["member.create", "member.remove"]))]
    events: Vec<String>,
    /// How much messages tell: `thin` or `full`.
    #[schema(example = "thin")]
    payload: Option<String>,
    /// Whether it gets anything. What waits when it is turned off has failed.
    enabled: Option<bool>,
}

const NAMES: [(&str, &str); 4] =
    [("url", "url"), ("description", "description"), ("events", "events"), ("payload", "payload")];

/// Changes a webhook.
#[utoipa::path(
    patch,
    path = "/workspaces/{slug}/webhooks/{id}",
    operation_id = "updateWebhook",
    tag = "Webhooks",
    params(OneOf, Versions),
    request_body = WebhookChangeInput,
    responses((status = 200, description = "The webhook as it is now", body = Webhook)),
    security(("token" = ["settings:write", "audit:read"]))
)]
pub(in crate::http::api) async fn edit(
    Caller(ctx): Caller,
    At(at): At<OneOf>,
    if_match: IfMatch,
    request: Request,
) -> Result<Versioned<Json<Webhook>>, Problem> {
    require_change(&ctx, &at.slug).await?;
    let present = found(&ctx, &at.slug, at.id.into()).await?;
    let version = if_match.require(present.version)?;
    let input = body::<WebhookChangeInput>(request).await?;
    if NAMES.iter().any(|(name, _)| input.has(name)) {
        let saved = WebhookInput {
            url: present.url,
            description: present.description,
            events: present.events,
            payload: present.payload,
        };
        let fields = input.over(&typed(&input), &saved.written(), &NAMES);
        let edited = webhooks::edit(&ctx, &at.slug, at.id.into(), &WebhookInput::parse(&fields)?, version).await;
        edited.map_err(precondition)?;
    }
    if let Some(enabled) = input.flag("enabled") {
        webhooks::set_enabled(&ctx, &at.slug, at.id.into(), enabled).await?;
    }
    shown(&ctx, &at.slug, at.id.into()).await
}
