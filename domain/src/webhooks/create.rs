//! Adding an endpoint.

use super::check_url::check_url;
use super::{WebhookSecret, host_of, require_change};
use crate::db::query;
use crate::{Context, Error, audit, plans};
use model::Problem;
use model::ids::WebhookId;
use model::plans::Limit;
use model::webhooks::{MAX_ENDPOINTS, WebhookInput};
use serde::Serialize;

/// An endpoint just added, with what nobody can read again.
#[derive(Clone, Debug)]
pub struct CreatedWebhook {
    /// The endpoint.
    pub id: WebhookId,
    /// Shown once.
    pub secret: WebhookSecret,
}

/// What the audit keeps of an endpoint's settings.
#[derive(Serialize)]
pub(super) struct Snapshot {
    pub host: String,
    pub description: String,
    pub events: Vec<String>,
    pub payload: String,
}

/// Needs `settings:write` and `audit:read`. Problems at `url`, and at `form` where there are [`MAX_ENDPOINTS`];
/// [`Error::PlanLimit`] where the plan allows no more.
pub async fn create(ctx: &Context, slug: &str, input: &WebhookInput) -> Result<CreatedWebhook, Error> {
    let mut tx = ctx.read().await?;
    require_change(&ctx.membership(&mut tx, slug).await?)?;
    drop(tx);
    check_url(ctx, &input.url).await?;
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    require_change(&membership)?;
    plans::room(ctx, &mut tx, membership.workspace, Limit::Webhooks).await?.require_one()?;
    let (many,): (i64,) = query("SELECT COUNT(*) FROM webhook_endpoints WHERE workspace_id = $1")
        .bind(membership.workspace)
        .one(&mut tx)
        .await?;
    if usize::try_from(many).is_ok_and(|many| many >= MAX_ENDPOINTS) {
        return Err(Error::at("form", Problem::TooMany { max: MAX_ENDPOINTS }));
    }
    let created = CreatedWebhook { id: ctx.id(), secret: WebhookSecret::new(&ctx.roster.random) };
    let snapshot = Snapshot {
        host: host_of(&input.url),
        description: input.description.clone(),
        events: input.events.clone(),
        payload: input.payload.name().to_owned(),
    };
    // Before the endpoint is there: it hears of others, not of itself.
    audit::Event::new(audit::Action::WebhookCreate)
        .within(membership.workspace)
        .target(created.id, &snapshot.host)
        .after(&snapshot)
        .record(ctx, &mut tx)
        .await?;
    query(
        "INSERT INTO webhook_endpoints
             (id, workspace_id, url, description, events, payload, enabled, secret, paused_until, leased_until,
              created_by, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, TRUE, $7, 0, 0, $8, $9, 1)",
    )
    .bind(created.id)
    .bind(membership.workspace)
    .bind(&input.url)
    .bind(&input.description)
    .bind(input.events.join(" "))
    .bind(input.payload.name())
    .bind(created.secret.sealed(ctx)?)
    .bind(membership.account)
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(created)
}
