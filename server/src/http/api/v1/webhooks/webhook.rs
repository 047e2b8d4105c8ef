//! A webhook, as the API answers one.

use crate::http::api::types::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::api) struct Webhook {
    pub id: Uuid,
    /// Where messages are sent.
    #[schema(example = "https://example.com/webhooks")]
    pub url: String,
    /// What it is for; may be empty.
    #[schema(example = "Our CRM")]
    pub description: String,
    /// The types that it gets; none: all.
    #[schema(example = json!(["member.create", "member.remove"]))]
    pub events: Vec<String>,
    /// How much messages tell: `thin` or `full`.
    #[schema(example = "thin")]
    pub payload: &'static str,
    /// Whether it gets anything.
    pub enabled: bool,
    /// Why it gets nothing: `manual`, `gone` or `failing`.
    pub disabled_reason: Option<&'static str>,
    /// Since when it gets nothing.
    pub disabled_at: Option<Timestamp>,
    /// When the last attempt to deliver something began.
    pub last_attempt_at: Option<Timestamp>,
    /// The status of HTTP that it was answered; null where nobody answered.
    #[schema(example = 204)]
    pub last_status: Option<i64>,
    pub created_at: Timestamp,
    /// Counts changes; the `ETag` begins with it.
    pub version: i64,
}

impl Webhook {
    pub(super) fn of(one: domain::webhooks::Webhook) -> Self {
        Self {
            id: one.id.0,
            url: one.url,
            description: one.description,
            events: one.events,
            payload: one.payload.name(),
            enabled: one.disabled.is_none(),
            disabled_reason: one.disabled.map(|(reason, _)| reason.name()),
            disabled_at: one.disabled.map(|(_, at)| at.into()),
            last_attempt_at: one.last_at.map(Timestamp::from),
            last_status: one.last_status,
            created_at: one.created_at.into(),
            version: one.version,
        }
    }
}
