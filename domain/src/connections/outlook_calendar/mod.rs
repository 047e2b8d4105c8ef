//! Outlook Calendar: what comes next, and events that Roster makes in the person's name.

mod agenda;
mod kept;

pub use agenda::{Agenda, agenda};
pub(crate) use kept::CALENDAR_PURPOSE;
pub use kept::CalendarEvent;

use super::failure::Refused;
use super::graph;
use super::service::{Identity, Provider, Service};
use crate::Settings;
use crate::oauth::Refusal;
use model::connections::ServiceKind;
use serde_json::Value;

/// The service.
pub(super) struct OutlookCalendar;

impl Service for OutlookCalendar {
    fn kind(&self) -> ServiceKind {
        ServiceKind::OutlookCalendar
    }

    fn provider(&self, settings: &Settings) -> Option<Provider> {
        graph::provider(settings)
    }

    fn scopes(&self) -> &'static [&'static str] {
        &["Calendars.ReadWrite"]
    }

    fn more_scopes(&self) -> &'static [&'static str] {
        graph::MORE_SCOPES
    }

    fn identity_address(&self, provider: &Provider) -> String {
        graph::identity_address(provider)
    }

    fn identity(&self, answer: &Value) -> Option<Identity> {
        graph::identity(answer)
    }

    fn refused(&self, refusal: &Refusal) -> Refused {
        graph::refused(refusal)
    }
}
