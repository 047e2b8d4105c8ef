//! An account's connections to services of others: what is offered, how it stands, and what is read from a calendar.

use crate::page::When;
use serde::{Deserialize, Serialize};

/// What an account can be connected with.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ServiceKind {
    /// The person's calendar at Microsoft.
    OutlookCalendar,
    /// The person's mailbox at Microsoft.
    OutlookMail,
}

impl ServiceKind {
    /// In the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::OutlookCalendar, Self::OutlookMail];

    /// Its name, as the database, addresses and keys of texts have it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What it is called, in every language.
    pub const fn title(self) -> &'static str {
        match self {
            Self::OutlookCalendar => "Outlook Calendar",
            Self::OutlookMail => "Outlook Mail",
        }
    }
}

/// Why a service could not be connected or used. The words stand in the catalogues, under `connection.problem.<name>`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ConnectionProblem {
    /// The person has said no.
    Refused,
    /// An administrator of their organisation has to agree first.
    ConsentNeeded,
    /// The provider wants them to sign in again.
    SignInAgain,
    /// The grant has ended: it was revoked, or not used for long.
    Expired,
    /// Not everything that the service needs was granted.
    MissingScope,
    /// The account that signed in has no such calendar or mailbox.
    WrongAccount,
    /// It was begun in another browser or session, or too long ago.
    OtherBrowser,
    /// The provider gives no answer, or takes no request now.
    Unavailable,
    /// The operator has to look: such as at a client secret that has expired. People read that it is unavailable.
    Misconfigured,
}

impl ConnectionProblem {
    /// Its name, as the database, addresses and keys of texts have it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Only connecting anew helps.
    pub const fn needs_reconnect(self) -> bool {
        matches!(
            self,
            Self::ConsentNeeded | Self::SignInAgain | Self::Expired | Self::MissingScope | Self::WrongAccount
        )
    }
}

/// What the page of integrations shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrationsView {
    /// In their order.
    pub cards: Vec<ServiceCard>,
}

/// One service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCard {
    /// Which one.
    pub service: ServiceKind,
    /// The operator has registered Roster at its provider.
    pub offered: bool,
    /// Where an administrator agrees for everyone in an organisation.
    pub consent_link: String,
    /// Where the person takes back what they granted, at the provider.
    pub revoke_link: String,
    /// None: it is not connected.
    pub connection: Option<ConnectionView>,
}

/// How a connection stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionView {
    /// Of whom it is, as the provider names them; may be empty.
    pub name: String,
    /// Their address there; may be empty.
    pub email: String,
    /// Since when.
    pub since: When,
    /// When it was last used successfully, to the minute.
    pub last_used: Option<When>,
    /// What went wrong since.
    pub problem: Option<ConnectionProblem>,
}

/// What is read from one's calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgendaView {
    /// There is no calendar to read.
    NotConnected,
    /// It can't be read.
    Problem(ConnectionProblem),
    /// What comes next, in its order; none: nothing in the next days.
    Events(Vec<AgendaEvent>),
}

/// One event of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaEvent {
    /// What it is about; may be empty.
    pub subject: String,
    /// When it begins, for machines.
    pub iso: String,
    /// When it is, in words.
    pub when: String,
    /// Where; may be empty.
    pub place: String,
    /// Where it opens in the calendar itself; may be empty.
    pub link: String,
}

/// What the form that schedules someone's onboarding starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnboardingView {
    /// None: connected. Otherwise why no event can be made.
    pub missing: Option<Option<ConnectionProblem>>,
    /// The day that is proposed, as a control of the kind `date` has it.
    pub day: String,
    /// The reader's time zone.
    pub time_zone: String,
    /// What a second attempt is known by: it makes no second event.
    pub transaction: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn names_read_back() {
        for service in ServiceKind::ALL {
            assert_eq!(service.name().parse(), Ok(service));
        }
        assert_eq!(ServiceKind::iter().count(), ServiceKind::ALL.len());
        for problem in ConnectionProblem::iter() {
            assert_eq!(problem.name().parse(), Ok(problem));
        }
    }
}
