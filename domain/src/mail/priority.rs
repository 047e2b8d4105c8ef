//! Which mails go first.

use super::letter::Letter;
use crate::{Actor, Context, Door};

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
    /// Of a mail, and whether it carries a link of `one_time_links`. What comes in bulk waits behind what someone asked for
    /// themself, whatever it is.
    pub(super) fn of(ctx: &Context, letter: &Letter, has_one_time_link: bool) -> Self {
        if is_bulk(ctx) {
            return Self::Bulk;
        }
        match letter {
            _ if has_one_time_link => Self::Urgent,
            Letter::RecoverElsewhere { .. } | Letter::AddressTaken => Self::Urgent,
            Letter::PasswordChanged { .. }
            | Letter::OwnPasswordChanged { .. }
            | Letter::FactorChanged { .. }
            | Letter::FactorReset { .. }
            | Letter::NewDevice { .. }
            | Letter::AccountGoes { .. }
            | Letter::AccountRecovered { .. }
            | Letter::Recovered { .. } => Self::Security,
            _ => Self::Ordinary,
        }
    }
}

/// Long work acts as whoever started it, without a session.
fn is_bulk(ctx: &Context) -> bool {
    match ctx.actor {
        Actor::Account { session, .. } => ctx.door == Door::Import || session.0.is_nil(),
        _ => false,
    }
}
