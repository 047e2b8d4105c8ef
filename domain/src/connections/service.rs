//! What a service is: the one thing that a new provider implements.

use super::failure::Refused;
use super::graph;
use crate::Settings;
use crate::oauth::{Client, Refusal};
use model::connections::ServiceKind;
use serde_json::Value;

/// A service of others that accounts are connected with.
pub(crate) trait Service: Send + Sync {
    /// Which one.
    fn kind(&self) -> ServiceKind;

    /// Where its provider is; none: the operator has not registered Roster there.
    fn provider(&self, settings: &Settings) -> Option<Provider>;

    /// What it has to be granted; nothing works without each of these.
    fn scopes(&self) -> &'static [&'static str];

    /// What is asked for beside: to go on without the person, and to see who they are.
    fn more_scopes(&self) -> &'static [&'static str];

    /// Where its provider says whose the token is.
    fn identity_address(&self, provider: &Provider) -> String;

    /// Who that is; none where the answer says nothing of the kind.
    fn identity(&self, answer: &Value) -> Option<Identity>;

    /// What an error of OAuth means there.
    fn refused(&self, refusal: &Refusal) -> Refused;
}

/// Where a provider is, and who Roster is there.
#[derive(Clone, Debug)]
pub(crate) struct Provider {
    pub client: Client,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    /// Where an administrator agrees for everyone; it takes `client_id`, `scope`, `redirect_uri` and `state`.
    pub consent_endpoint: String,
    /// Where people take back what they granted.
    pub revoke_link: &'static str,
    /// Its API; without a trailing slash.
    pub api: String,
}

/// Whose an account at a provider is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// What never changes.
    pub subject: String,
    pub name: String,
    pub email: String,
}

/// The one of a kind.
pub(crate) fn service(kind: ServiceKind) -> &'static dyn Service {
    match kind {
        ServiceKind::OutlookCalendar => &graph::OUTLOOK_CALENDAR,
        ServiceKind::OutlookMail => &graph::OUTLOOK_MAIL,
    }
}

impl dyn Service {
    /// All that is asked for, as OAuth writes it.
    pub fn scope(&self) -> String {
        [self.more_scopes(), self.scopes()].concat().join(" ")
    }

    /// Whether what was granted is enough. Providers write a scope with or without its resource, in any case.
    pub fn has_scopes(&self, granted: &str) -> bool {
        let granted: Vec<String> =
            granted.split_whitespace().map(|scope| scope.rsplit('/').next().unwrap_or(scope).to_lowercase()).collect();
        self.scopes().iter().all(|needed| granted.contains(&needed.to_lowercase()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_known_with_and_without_their_resource() {
        let calendar = service(ServiceKind::OutlookCalendar);
        assert!(calendar.has_scopes("User.Read Calendars.ReadWrite"));
        assert!(calendar.has_scopes("https://graph.microsoft.com/calendars.readwrite openid"));
        assert!(!calendar.has_scopes("User.Read Calendars.Read"));
        assert!(!calendar.has_scopes(""));
    }

    #[test]
    fn each_service_asks_for_its_own_scopes_alone() {
        let scope = |kind| service(kind).scope();
        assert_eq!(scope(ServiceKind::OutlookCalendar), "offline_access User.Read Calendars.ReadWrite");
        assert_eq!(scope(ServiceKind::OutlookMail), "offline_access User.Read Mail.Send");
    }
}
