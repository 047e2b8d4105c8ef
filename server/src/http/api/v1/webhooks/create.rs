use super::show::found;
use super::webhook::Webhook;
use crate::http::api::auth::Caller;
use crate::http::api::etag::Versioned;
use crate::http::api::input::{Input, body};
use crate::http::api::path::{At, InWorkspace};
use crate::http::api::problem::Problem;
use crate::http::api::types::created;
use axum::Json;
use axum::extract::Request;
use axum::response::Response;
use domain::{Context, webhooks};
use model::Fields;
use model::permissions::Permission;
use model::webhooks::WebhookInput;
use serde::Serialize;
use utoipa::ToSchema;

/// A webhook to create.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says which members `body` takes")]
pub(in crate::http::api) struct NewWebhookInput {
    /// Begins with `https://`, and is on the public internet.
    #[schema(max_length = 2000, example = "https://example.com/webhooks")]
    url: String,
    #[schema(max_length = 100, example = "Our CRM")]
    description: Option<String>,
    /// The types that it gets; none: all.
    #[schema(required = false, example = json!(["member.create", "member.remove"]))]
    events: Vec<String>,
    /// How much messages tell: `thin` (what is taken where nothing is said) or `full`.
    #[schema(example = "thin")]
    payload: Option<String>,
}

/// A webhook just created.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct CreatedWebhook {
    pub webhook: Webhook,
    /// What its messages are signed with; shown once.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: String,
}

/// Creates a webhook, which is sent what happens from now on. Its secret is in this answer alone.
#[utoipa::path(
    post,
    path = "/workspaces/{slug}/webhooks",
    operation_id = "createWebhook",
    tag = "Webhooks",
    params(InWorkspace),
    request_body = NewWebhookInput,
    responses((status = 201, description = "The webhook and its secret", body = CreatedWebhook,
        headers(("Location" = String, description = "Where the webhook can be read")))),
    security(("token" = ["settings:write", "audit:read"]))
)]
pub(in crate::http::api) async fn create(
    Caller(ctx): Caller,
    At(at): At<InWorkspace>,
    request: Request,
) -> Result<Response, Problem> {
    require_change(&ctx, &at.slug).await?;
    let input = body::<NewWebhookInput>(request).await?;
    let made = webhooks::create(&ctx, &at.slug, &WebhookInput::parse(&typed(&input))?).await;
    let made = made.map_err(|error| Problem::from(error).renamed(&[("form", "url")]))?;
    let one = found(&ctx, &at.slug, made.id).await?;
    let version = one.version;
    let answer = CreatedWebhook { webhook: Webhook::of(one), secret: made.secret.reveal() };
    Ok(created(&ctx, &at.slug, "webhooks", made.id.0, Versioned(version, Json(answer))))
}

/// Where events go is a matter of whoever may read them.
pub(super) async fn require_change(ctx: &Context, slug: &str) -> Result<(), Problem> {
    ctx.require(slug, Permission::SETTINGS_WRITE).await?;
    Ok(ctx.require(slug, Permission::AUDIT_READ).await?)
}

/// As the form has it.
pub(super) fn typed(input: &Input) -> Fields {
    let fields = ["url", "description", "payload"]
        .into_iter()
        .fold(Fields::default(), |fields, name| fields.with(name, input.fields.get(name)));
    input.fields.all("events").fold(fields, |fields, event| fields.with("events", event))
}
