//! Webhooks: where events go, which of them, and how they are shown.

mod events;
mod views;

pub use events::{TEST, event_type, event_types};
pub use views::{AttemptRow, DeliveryRow, DeliveryView, LastAttempt, WebhookRow, WebhookView, WebhooksView};

use crate::fields::{line, optional_line};
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};

/// The longest description, in characters.
pub const MAX_DESCRIPTION: usize = 100;
/// The longest address, in characters.
pub const MAX_URL: usize = 2000;
/// So many endpoints in one workspace.
pub const MAX_ENDPOINTS: usize = 20;

/// How much a message tells.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PayloadForm {
    /// Ids only.
    #[default]
    Thin,
    /// What the audit knows of the event.
    Full,
}

impl PayloadForm {
    /// The one that tells less first.
    pub const ALL: [Self; 2] = [Self::Thin, Self::Full];

    /// As forms, the API and the database write it, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// Why an endpoint gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DisabledReason {
    /// Someone has turned it off.
    Manual,
    /// It answered 410 Gone.
    Gone,
    /// Every attempt for days has failed.
    Failing,
}

impl DisabledReason {
    /// As the database has it, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MessageStatus {
    /// It waits, for its first attempt or for another one.
    Queued,
    /// The endpoint has taken it.
    Delivered,
    /// There is no further attempt.
    Failed,
}

impl MessageStatus {
    /// As the database has it, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// Why an attempt got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AttemptProblem {
    /// The name has no address, or its DNS did not answer.
    Unresolved,
    /// The address is not one of everyone's internet, or would need TLS.
    Blocked,
    /// Nobody listens there, or the connection broke.
    Connection,
    /// The server could not show that it is whose it says.
    Tls,
    /// The answer took too long.
    Timeout,
    /// The workspace's credits don't reach for it: it waits for more.
    OutOfCredits,
}

impl AttemptProblem {
    /// As the database has it, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// What an endpoint is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookInput {
    /// Where messages are sent; whether it is an address is seen when it is saved.
    pub url: String,
    /// What it is for; may be empty.
    pub description: String,
    /// The types that it gets; none: all.
    pub events: Vec<String>,
    /// How much they tell.
    pub payload: PayloadForm,
}

impl WebhookInput {
    /// `url`, `description`, `events` and `payload`. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let url = errors.take("url", line(fields.get("url"), MAX_URL));
        let description = errors.take("description", optional_line(fields.get("description"), MAX_DESCRIPTION));
        let events = errors.take("events", chosen(fields.all("events")));
        let payload = match fields.get("payload") {
            "" => Ok(PayloadForm::default()),
            name => PayloadForm::named(name).ok_or(Problem::NotAChoice),
        };
        let payload = errors.take("payload", payload);
        match (url, description, events, payload) {
            (Some(url), Some(description), Some(events), Some(payload)) => {
                Ok(Self { url, description: description.unwrap_or_default(), events, payload })
            }
            _ => Err(errors),
        }
    }

    /// What [`WebhookInput::parse`] reads.
    pub fn written(&self) -> Fields {
        let fields = Fields::default()
            .with("url", self.url.as_str())
            .with("description", self.description.as_str())
            .with("payload", self.payload.name());
        self.events.iter().fold(fields, |fields, event| fields.with("events", event.as_str()))
    }
}

/// Types in the table's order, each once.
fn chosen<'a>(names: impl Iterator<Item = &'a str>) -> Result<Vec<String>, Problem> {
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let known: Vec<&str> = event_types().collect();
    if names.iter().any(|name| !known.contains(name)) {
        return Err(Problem::NotAChoice);
    }
    Ok(known.into_iter().filter(|known| names.contains(known)).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn types_are_kept_in_order_and_unknown_ones_refused() {
        let typed = [("url", " https://a.example/ "), ("events", "member.edit"), ("events", "member.create")];
        let input = WebhookInput::parse(&form(&typed)).unwrap();
        assert_eq!(input.events, ["member.create", "member.edit"]);
        assert_eq!(WebhookInput::parse(&input.written()), Ok(input.clone()));
        assert_eq!((input.url.as_str(), input.payload), ("https://a.example/", PayloadForm::Thin));
        let errors = WebhookInput::parse(&form(&[("events", "session.begin"), ("payload", "fat")])).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["events", "payload", "url"]);
    }

    #[test]
    fn names_read_back() {
        for form in PayloadForm::ALL {
            assert_eq!(PayloadForm::named(form.name()), Some(form));
        }
        assert_eq!(DisabledReason::named("failing"), Some(DisabledReason::Failing));
        assert_eq!(MessageStatus::named("queued"), Some(MessageStatus::Queued));
        assert_eq!(AttemptProblem::named("timeout"), Some(AttemptProblem::Timeout));
    }
}
