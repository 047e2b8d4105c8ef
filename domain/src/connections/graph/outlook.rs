//! The services of Outlook: each differs by what it has to be granted.

use super::microsoft;
use crate::Settings;
use crate::connections::failure::Refused;
use crate::connections::service::{Identity, Provider, Service};
use crate::oauth::Refusal;
use model::connections::ServiceKind;
use serde_json::Value;

/// One of them.
pub(in crate::connections) struct Outlook {
    kind: ServiceKind,
    scopes: &'static [&'static str],
}

pub(in crate::connections) const OUTLOOK_CALENDAR: Outlook =
    Outlook { kind: ServiceKind::OutlookCalendar, scopes: &["Calendars.ReadWrite"] };
pub(in crate::connections) const OUTLOOK_MAIL: Outlook =
    Outlook { kind: ServiceKind::OutlookMail, scopes: &["Mail.Send"] };

impl Service for Outlook {
    fn kind(&self) -> ServiceKind {
        self.kind
    }

    fn provider(&self, settings: &Settings) -> Option<Provider> {
        microsoft::provider(settings)
    }

    fn scopes(&self) -> &'static [&'static str] {
        self.scopes
    }

    fn more_scopes(&self) -> &'static [&'static str] {
        microsoft::MORE_SCOPES
    }

    fn identity_address(&self, provider: &Provider) -> String {
        microsoft::identity_address(provider)
    }

    fn identity(&self, answer: &Value) -> Option<Identity> {
        microsoft::identity(answer)
    }

    fn refused(&self, refusal: &Refusal) -> Refused {
        microsoft::refused(refusal)
    }
}
