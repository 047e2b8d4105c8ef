//! Outlook Mail: invitations go out from the inviter's own mailbox.

mod deliver;

pub use deliver::deliver_due;

use super::failure::Refused;
use super::graph;
use super::service::{Identity, Provider, Service};
use crate::Settings;
use crate::oauth::Refusal;
use model::connections::ServiceKind;
use serde_json::Value;

/// The service.
pub(super) struct OutlookMail;

impl Service for OutlookMail {
    fn kind(&self) -> ServiceKind {
        ServiceKind::OutlookMail
    }

    fn provider(&self, settings: &Settings) -> Option<Provider> {
        graph::provider(settings)
    }

    fn scopes(&self) -> &'static [&'static str] {
        &["Mail.Send"]
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
