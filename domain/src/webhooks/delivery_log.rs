//! What was sent to an endpoint, and what came of it.

use super::deliver::seconds;
use super::message_id;
use super::payload::{COLUMNS, Message, TABLES};
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, Membership, stored};
use model::ids::{EventId, WebhookId};
use model::permissions::Permission;
use model::webhooks::{AttemptProblem, MessageStatus};
use uuid::Uuid;

/// Messages on a page.
const PAGE_SIZE: i64 = 50;
/// Attempts that are shown of one message; replays add to them.
const MAX_ATTEMPTS: i64 = 100;

/// One message.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The event that it tells of.
    pub event: EventId,
    /// The header `webhook-id`.
    pub message_id: String,
    /// Its type.
    pub event_type: String,
    /// How far it has come.
    pub status: MessageStatus,
    /// When it was written.
    pub created_at: Micros,
    /// The next attempt, where there is one.
    pub next_at: Option<Micros>,
    /// How often it was tried.
    pub attempts: i64,
    /// The last attempt; none before the first.
    pub last: Option<Attempt>,
}

/// One attempt to deliver a message.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The first is 1.
    pub number: i64,
    /// When it began.
    pub at: Micros,
    /// How long it took.
    pub duration: Micros,
    /// Of HTTP; none where nobody answered.
    pub status: Option<i64>,
    /// Why nobody answered.
    pub problem: Option<AttemptProblem>,
    /// The answer's first two kibibytes.
    pub answer: String,
    /// The request's headers.
    pub headers: Vec<(String, String)>,
}

/// A page of messages, the newest first.
#[derive(Clone, Debug)]
pub struct DeliveryLog {
    /// At most fifty.
    pub deliveries: Vec<Delivery>,
    /// Where older ones go on; none at the end.
    pub next: Option<EventId>,
}

/// A message with everything that was sent.
#[derive(Clone, Debug)]
pub struct OneDelivery {
    /// The endpoint's address.
    pub url: String,
    /// The message.
    pub delivery: Delivery,
    /// The request's body; none where the audit does not have the event any more.
    pub body: Option<String>,
    /// The newest first.
    pub attempts: Vec<Attempt>,
    /// The actor may send it again.
    pub may_replay: bool,
}

#[derive(Clone, sqlx::FromRow)]
struct AttemptData {
    event_id: Uuid,
    attempt: i64,
    at: i64,
    duration: i64,
    signature: String,
    status: Option<i64>,
    problem: Option<String>,
    answer: Option<String>,
}

const ATTEMPT: &str = "t.event_id, t.attempt, t.at, t.duration, t.signature, t.status, t.problem, t.answer";

/// The messages of an endpoint before this event. Needs `settings:read` and `audit:read`. A constant number of queries.
pub async fn deliveries(
    ctx: &Context,
    slug: &str,
    id: WebhookId,
    before: Option<EventId>,
) -> Result<DeliveryLog, Error> {
    let mut tx = ctx.read().await?;
    let membership = authorised(ctx, &mut tx, slug).await?;
    find(&mut tx, &membership, id).await?;
    let mut rows: Vec<Message> = query(format!(
        "SELECT {COLUMNS} FROM {TABLES}
         WHERE m.endpoint_id = $1 AND m.event_id < $2 ORDER BY m.event_id DESC LIMIT $3"
    ))
    .bind(id)
    .bind(before.map_or(Uuid::max(), |event| event.0))
    .bind(PAGE_SIZE + 1)
    .all(&mut tx)
    .await?;
    let more = rows.len() > usize::try_from(PAGE_SIZE).unwrap_or_default();
    rows.truncate(usize::try_from(PAGE_SIZE).unwrap_or_default());
    let (first, last) = (rows.first().map(|row| row.event_id), rows.last().map(|row| row.event_id));
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(DeliveryLog { deliveries: Vec::new(), next: None });
    };
    let attempts: Vec<AttemptData> = query(format!(
        "SELECT {ATTEMPT} FROM webhook_attempts t
         JOIN webhook_messages m ON m.endpoint_id = t.endpoint_id AND m.event_id = t.event_id AND m.attempts = t.attempt
         WHERE t.endpoint_id = $1 AND t.event_id >= $2 AND t.event_id <= $3"
    ))
    .bind(id)
    .bind(last)
    .bind(first)
    .all(&mut tx)
    .await?;
    let told = |row: Message| {
        let last = attempts.iter().find(|attempt| attempt.event_id == row.event_id).cloned();
        row.delivery(id, last.map(|last| last.attempt(id)).transpose()?)
    };
    let deliveries = rows.into_iter().map(told).collect::<Result<_, Error>>()?;
    Ok(DeliveryLog { deliveries, next: more.then_some(EventId(last)) })
}

/// One message. Needs `settings:read` and `audit:read`.
pub async fn delivery(ctx: &Context, slug: &str, id: WebhookId, event: EventId) -> Result<OneDelivery, Error> {
    let mut tx = ctx.read().await?;
    let membership = authorised(ctx, &mut tx, slug).await?;
    let (url, enabled) = find(&mut tx, &membership, id).await?;
    let row: Option<Message> =
        query(format!("SELECT {COLUMNS} FROM {TABLES} WHERE m.endpoint_id = $1 AND m.event_id = $2"))
            .bind(id)
            .bind(event)
            .optional(&mut tx)
            .await?;
    let row = row.ok_or(Error::NotFound)?;
    let attempts: Vec<AttemptData> = query(format!(
        "SELECT {ATTEMPT} FROM webhook_attempts t WHERE t.endpoint_id = $1 AND t.event_id = $2
         ORDER BY t.attempt DESC LIMIT $3"
    ))
    .bind(id)
    .bind(event)
    .bind(MAX_ATTEMPTS)
    .all(&mut tx)
    .await?;
    let attempts: Vec<Attempt> = attempts.into_iter().map(|row| row.attempt(id)).collect::<Result<_, Error>>()?;
    let delivery = row.clone().delivery(id, attempts.first().cloned())?;
    let may_replay = enabled && delivery.status != MessageStatus::Queued && membership.has(Permission::SETTINGS_WRITE);
    Ok(OneDelivery { url, delivery, body: row.body()?, attempts, may_replay })
}

async fn authorised(ctx: &Context, tx: &mut Tx, slug: &str) -> Result<Membership, Error> {
    let membership = ctx.membership(tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    membership.require(Permission::AUDIT_READ)?;
    Ok(membership)
}

/// Its address, and whether it is on.
async fn find(tx: &mut Tx, membership: &Membership, id: WebhookId) -> Result<(String, bool), Error> {
    query("SELECT url, enabled FROM webhook_endpoints WHERE id = $1 AND workspace_id = $2")
        .bind(id)
        .bind(membership.workspace)
        .optional(tx)
        .await?
        .ok_or(Error::NotFound)
}

impl Message {
    fn delivery(self, endpoint: WebhookId, last: Option<Attempt>) -> Result<Delivery, Error> {
        let status = stored::named(&self.status, MessageStatus::named, "how far a message has come")?;
        Ok(Delivery {
            event: self.event_id.into(),
            message_id: message_id(endpoint, self.event_id),
            event_type: self.event_type,
            status,
            created_at: self.created_at,
            next_at: (status == MessageStatus::Queued).then_some(self.next_at),
            attempts: self.attempts,
            last,
        })
    }
}

impl AttemptData {
    fn attempt(self, endpoint: WebhookId) -> Result<Attempt, Error> {
        let problem = |name: &str| stored::named(name, AttemptProblem::named, "why nobody answered");
        let headers = [
            ("content-type", "application/json".to_owned()),
            ("webhook-id", message_id(endpoint, self.event_id)),
            ("webhook-timestamp", seconds(self.at).to_string()),
            ("webhook-signature", self.signature),
        ];
        Ok(Attempt {
            number: self.attempt,
            at: self.at,
            duration: self.duration,
            status: self.status,
            problem: self.problem.as_deref().map(problem).transpose()?,
            answer: self.answer.unwrap_or_default(),
            headers: headers.map(|(name, value)| (name.to_owned(), value)).to_vec(),
        })
    }
}
