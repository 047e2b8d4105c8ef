//! What a message says: read from the audit event each time, so that nothing is kept of it twice.

use crate::audit::by;
use crate::clock::Micros;
use crate::{Error, stored};
use jiff::Timestamp;
use model::webhooks::{PayloadForm, TEST};
use serde_json::{Value as Json, json};
use uuid::Uuid;

/// A message with its event, as [`COLUMNS`] and [`TABLES`] read it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Message {
    pub event_id: Uuid,
    pub workspace_id: Uuid,
    pub event_type: String,
    payload: String,
    pub status: String,
    pub attempts: i64,
    pub step: i64,
    pub started_at: Option<i64>,
    pub next_at: i64,
    pub created_at: i64,
    slug: String,
    at: Option<i64>,
    actor_id: Option<Uuid>,
    channel: Option<String>,
    address: Option<String>,
    target_id: Option<Uuid>,
    target: Option<String>,
    before: Option<String>,
    after: Option<String>,
    email: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
}

/// The columns of [`Message`].
pub(super) const COLUMNS: &str = "m.event_id, m.workspace_id, m.event_type, m.payload, m.status, m.attempts, m.step,
    m.started_at, m.next_at, m.created_at, w.slug, v.at, v.actor_id, v.channel, v.address, v.target_id, v.target,
    v.before, v.after, a.email, a.first_name, a.last_name";
/// The tables of [`Message`].
pub(super) const TABLES: &str = "webhook_messages m JOIN workspaces w ON w.id = m.workspace_id
    LEFT JOIN audit_events v ON v.id = m.event_id LEFT JOIN accounts a ON a.id = v.actor_id";

impl Message {
    /// The request's body; none where the audit does not have the event any more.
    pub fn body(self) -> Result<Option<String>, Error> {
        let form = stored::named(&self.payload, PayloadForm::named, "the payload of a message")?;
        let (at, data) = if self.event_type == TEST {
            (self.created_at, self.test(form))
        } else if let Some(at) = self.at {
            (at, if form == PayloadForm::Thin { self.thin() } else { self.full()? })
        } else {
            return Ok(None);
        };
        let body = json!({ "type": self.event_type, "timestamp": rfc3339(at), "data": data });
        Ok(Some(body.to_string()))
    }

    fn test(&self, form: PayloadForm) -> Json {
        match form {
            PayloadForm::Thin => json!({ "id": self.event_id, "workspace_id": self.workspace_id }),
            PayloadForm::Full => json!({ "id": self.event_id, "workspace": self.workspace() }),
        }
    }

    fn workspace(&self) -> Json {
        json!({ "id": self.workspace_id, "slug": self.slug })
    }

    fn thin(&self) -> Json {
        json!({
            "id": self.event_id,
            "workspace_id": self.workspace_id,
            "actor_id": self.actor_id,
            "target_id": self.target_id,
        })
    }

    fn full(&self) -> Result<Json, Error> {
        let state = |text: &Option<String>| -> Result<Option<Json>, Error> {
            text.as_deref().map(|text| stored::read(text, "a state in the audit")).transpose()
        };
        let name = by(self.first_name.clone(), self.last_name.clone(), self.email.clone());
        Ok(json!({
            "id": self.event_id,
            "workspace": self.workspace(),
            "actor": self.actor_id.map(|id| json!({ "id": id, "name": name })),
            "channel": self.channel,
            "address": self.address,
            "target": { "id": self.target_id, "name": self.target },
            "before": state(&self.before)?,
            "after": state(&self.after)?,
        }))
    }
}

/// To the microsecond, in UTC.
fn rfc3339(at: Micros) -> String {
    format!("{:.6}", Timestamp::from_microsecond(at).unwrap_or_default())
}
