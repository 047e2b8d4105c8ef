//! Webhooks as pages show them.

use super::{AttemptProblem, DisabledReason, MessageStatus, PayloadForm};
use crate::ids::{EventId, WebhookId};
use crate::page::When;
use serde::{Deserialize, Serialize};

/// An endpoint, as its page and the list show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRow {
    /// The endpoint, for its page's address.
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
    pub disabled: Option<(DisabledReason, When)>,
    /// Until when the former secret signs too.
    pub rotating_until: Option<When>,
    /// What the last attempt came to; none before the first.
    pub last: Option<LastAttempt>,
    /// Edits count it up.
    pub version: i64,
    /// When it was made.
    pub created: When,
}

/// What the last attempt came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastAttempt {
    /// When it began.
    pub at: When,
    /// Of HTTP; none where nobody answered.
    pub status: Option<i64>,
    /// Why nobody answered.
    pub problem: Option<AttemptProblem>,
}

/// One attempt to deliver a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRow {
    /// The first is 1.
    pub number: i64,
    /// When it began.
    pub at: When,
    /// How long it took, in milliseconds.
    pub milliseconds: i64,
    /// Of HTTP; none where nobody answered.
    pub status: Option<i64>,
    /// Why nobody answered.
    pub problem: Option<AttemptProblem>,
    /// The answer's first two kibibytes; empty in lists.
    pub answer: String,
    /// The request's headers, in their order; none in lists.
    pub headers: Vec<(String, String)>,
}

/// All endpoints of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhooksView {
    /// In the order in which they were made.
    pub webhooks: Vec<WebhookRow>,
    /// The reader may change them.
    pub may_edit: bool,
    /// The reader may see what was sent.
    pub may_see_deliveries: bool,
}

/// One message of the delivery log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRow {
    /// The event, for its page's address.
    pub event: EventId,
    /// The header `webhook-id`.
    pub message_id: String,
    /// Its type.
    pub event_type: String,
    /// How far it has come.
    pub status: MessageStatus,
    /// When it was written.
    pub created: When,
    /// The next attempt, where there is one.
    pub next: Option<When>,
    /// How often it was tried.
    pub attempts: i64,
    /// The last attempt; none before the first.
    pub last: Option<AttemptRow>,
}

/// An endpoint with what was sent to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookView {
    /// The endpoint.
    pub webhook: WebhookRow,
    /// The newest first.
    pub deliveries: Vec<DeliveryRow>,
    /// Where older ones go on; none at the end.
    pub next: Option<EventId>,
    /// The reader may change it.
    pub may_edit: bool,
    /// The reader may see what was sent.
    pub may_see_deliveries: bool,
}

/// One message with everything that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryView {
    /// The endpoint's address.
    pub url: String,
    /// The message.
    pub delivery: DeliveryRow,
    /// The request's body; empty where the event is not kept any more.
    pub body: String,
    /// The newest first.
    pub attempts: Vec<AttemptRow>,
    /// The reader may send it again.
    pub may_replay: bool,
}
