//! Which mails go first.

use super::email::Email;
use crate::{Actor, Channel, Context, Principal, Via};

/// The lower goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Priority {
    /// Someone waits for its one-time link.
    Urgent = 0,
    /// The account's holder should know soon.
    Security = 1,
    Ordinary = 2,
    /// One of many: from an import, a bulk change or the command line.
    Bulk = 3,
}

impl Priority {
    /// Of a mail, and whether it carries a link of `one_time_links`. What comes in bulk waits behind what someone asked
    /// for themself, whatever it is.
    pub(super) fn of(ctx: &Context, message: &Email, has_one_time_link: bool) -> Self {
        if is_bulk(ctx) {
            return Self::Bulk;
        }
        match message {
            _ if has_one_time_link => Self::Urgent,
            Email::RecoverElsewhere { .. } | Email::AddressTaken => Self::Urgent,
            Email::PasswordChanged { .. }
            | Email::OwnPasswordChanged { .. }
            | Email::FactorChanged { .. }
            | Email::FactorReset { .. }
            | Email::NewDevice { .. }
            | Email::ProviderConnected { .. }
            | Email::TokenCreated { .. }
            | Email::TokenLeaked { .. }
            | Email::AccountDeletionScheduled { .. }
            | Email::AccountRecovered { .. }
            | Email::Recovered { .. } => Self::Security,
            _ => Self::Ordinary,
        }
    }
}

/// Many at once: mails of long work, and of made-up people.
fn is_bulk(ctx: &Context) -> bool {
    match ctx.actor {
        Actor::Account(Principal { via: Via::Job | Via::Operator, .. }) => true,
        Actor::Account(_) => ctx.channel == Channel::Import,
        Actor::Nobody | Actor::FactorDue { .. } | Actor::WorkspaceToken { .. } | Actor::Operator => false,
    }
}
