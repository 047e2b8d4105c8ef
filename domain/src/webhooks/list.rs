//! The endpoints of a workspace.

use crate::clock::Micros;
use crate::db::query;
use crate::{Context, Error, Membership, stored};
use model::ids::WebhookId;
use model::permissions::Permission;
use model::webhooks::{AttemptProblem, DisabledReason, PayloadForm};
use uuid::Uuid;

/// An endpoint without its secret.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The endpoint.
    pub id: WebhookId,
    /// Where messages are sent.
    pub url: String,
    /// What it is for; may be empty.
    pub description: String,
    /// The types that it gets; none: all.
    pub events: Vec<String>,
    /// How much they tell.
    pub payload: PayloadForm,
    /// Why it gets nothing, and since when; none: it does.
    pub disabled: Option<(DisabledReason, Micros)>,
    /// Until when the former secret signs too.
    pub rotating_until: Option<Micros>,
    /// When the last attempt began.
    pub last_at: Option<Micros>,
    /// What it was answered; none where nobody answered.
    pub last_status: Option<i64>,
    /// Why nobody answered.
    pub last_problem: Option<AttemptProblem>,
    /// When it was added.
    pub created_at: Micros,
    /// Edits count it up.
    pub version: i64,
}

/// Endpoints, and what the actor may do with them.
#[derive(Clone, Debug)]
pub struct Webhooks {
    /// In the order in which they were added.
    pub webhooks: Vec<Webhook>,
    /// They may change them.
    pub may_edit: bool,
    /// They may see what was sent.
    pub may_see_deliveries: bool,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: Uuid,
    url: String,
    description: String,
    events: String,
    payload: String,
    enabled: bool,
    disabled_reason: Option<String>,
    disabled_at: Option<i64>,
    former_secret_until: Option<i64>,
    last_at: Option<i64>,
    last_status: Option<i64>,
    last_problem: Option<String>,
    created_at: i64,
    version: i64,
}

/// The columns of [`Row`].
pub(super) const COLUMNS: &str = "id, url, description, events, payload, enabled, disabled_reason, disabled_at,
    former_secret_until, last_at, last_status, last_problem, created_at, version";

/// Needs `settings:read`.
pub async fn list(ctx: &Context, slug: &str) -> Result<Webhooks, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    let rows: Vec<Row> = query(format!(
        "SELECT {COLUMNS} FROM webhook_endpoints WHERE workspace_id = $1 ORDER BY created_at, id LIMIT 100"
    ))
    .bind(membership.workspace)
    .all(&mut tx)
    .await?;
    let now = ctx.now();
    let webhooks = rows.into_iter().map(|row| row.webhook(now)).collect::<Result<_, Error>>()?;
    Ok(with_rights(&membership, webhooks))
}

/// One of them. Needs `settings:read`.
pub async fn show(ctx: &Context, slug: &str, id: WebhookId) -> Result<Webhooks, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    let row: Option<Row> =
        query(format!("SELECT {COLUMNS} FROM webhook_endpoints WHERE id = $1 AND workspace_id = $2"))
            .bind(id)
            .bind(membership.workspace)
            .optional(&mut tx)
            .await?;
    let webhook = row.ok_or(Error::NotFound)?.webhook(ctx.now())?;
    Ok(with_rights(&membership, vec![webhook]))
}

fn with_rights(membership: &Membership, webhooks: Vec<Webhook>) -> Webhooks {
    let may_see_deliveries = membership.has(Permission::AUDIT_READ);
    Webhooks {
        webhooks,
        may_edit: may_see_deliveries && membership.has(Permission::SETTINGS_WRITE),
        may_see_deliveries,
    }
}

impl Row {
    fn webhook(self, now: Micros) -> Result<Webhook, Error> {
        let problem = |name: &String| stored::named(name, AttemptProblem::named, "why nobody answered");
        let reason = |name: &String| stored::named(name, DisabledReason::named, "why a webhook is off");
        let disabled = match (self.enabled, &self.disabled_reason, self.disabled_at) {
            (false, Some(name), Some(at)) => Some((reason(name)?, at)),
            (false, ..) => Some((DisabledReason::Manual, self.created_at)),
            (true, ..) => None,
        };
        Ok(Webhook {
            id: self.id.into(),
            url: self.url,
            description: self.description,
            events: self.events.split_whitespace().map(str::to_owned).collect(),
            payload: stored::named(&self.payload, PayloadForm::named, "the payload of a webhook")?,
            disabled,
            rotating_until: self.former_secret_until.filter(|until| now < *until),
            last_at: self.last_at,
            last_status: self.last_status,
            last_problem: self.last_problem.as_ref().map(problem).transpose()?,
            created_at: self.created_at,
            version: self.version,
        })
    }
}
