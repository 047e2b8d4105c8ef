//! Credits: what a workspace has of them, where they go, and how they are shown. docs/credits.md describes the ledger.

mod amount;
mod feature;
mod inputs;
mod query;
mod shortage;
mod views;

pub use amount::parse_amount;
pub use feature::{CreditFeature, Meter};
pub use inputs::{
    AlertsInput, CapInput, CapSubject, CorrectionInput, CreditRequestInput, DebitInput, DecisionInput, GrantInput,
    HoldInput,
};
pub use query::EntryQuery;
pub use shortage::{Shortage, ShortageReason};
pub use views::{
    BalanceView, CapRow, CapsView, ConsumptionDay, ConsumptionView, CreditRequestRow, EntriesView, EntryRow,
    ForecastView, GrantRow, HoldRow, MyWalletView, MyWalletsView, OverviewView, StatementLine, StatementView,
    WalletView,
};

use serde::{Deserialize, Serialize};

/// No balance and no amount is greater: a number that JSON's readers take exactly (RFC 8259, 6).
pub const MAX_CREDITS: i64 = 9_007_199_254_740_991;
/// The longest note, reason or answer, in characters.
pub const MAX_NOTE: usize = 200;
/// So many caps in one workspace.
pub const MAX_CAPS: usize = 100;
/// So many requests of one person wait for a decision at once.
pub const MAX_PENDING_REQUESTS: usize = 3;
/// The priority of a grant that names none. The least is used first.
pub const DEFAULT_PRIORITY: i64 = 100;
/// The priority of what a plan gives each month: it goes before what was bought.
pub const ALLOWANCE_PRIORITY: i64 = 10;
/// A hold that names no time lives for so long, in seconds.
pub const DEFAULT_HOLD_SECONDS: i64 = 15 * 60;
/// The longest life of a hold, in seconds: a week.
pub const MAX_HOLD_SECONDS: i64 = 7 * 24 * 60 * 60;

/// Where granted credits come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum GrantCategory {
    /// They were bought.
    Paid,
    /// They were given.
    Promotional,
    /// The plan gives them each month.
    Allowance,
}

impl GrantCategory {
    /// Those that a person can give.
    pub const GIVEN: [Self; 2] = [Self::Paid, Self::Promotional];
}

/// What an entry does; it names the account beside the wallet's that the amount comes from or goes to.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EntryKind {
    /// Credits came in.
    Grant,
    /// Credits were used.
    Consumption,
    /// A grant's time was over.
    Expiry,
    /// An earlier entry was put right.
    Correction,
}

impl EntryKind {
    /// In the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Grant, Self::Consumption, Self::Expiry, Self::Correction];
}

/// How far a hold has come. Only a live one can be posted or voided, and once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum HoldState {
    /// Its credits are reserved.
    Live,
    /// They, or a part of them, were used; the rest has gone back.
    Posted,
    /// They have gone back.
    Voided,
    /// Its time was over, and they have gone back.
    Expired,
}

/// How far a request for credits has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RequestState {
    /// Nobody has decided yet.
    Pending,
    /// The credits were given.
    Approved,
    /// They were not.
    Rejected,
}

/// What those who run a workspace are told about its credits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CreditAlert {
    /// So much of this month's allowance is used.
    Allowance {
        /// 50, 80 or 100.
        percent: i64,
    },
    /// At the usual pace the credits last for a few days.
    Forecast {
        /// How many.
        days: i64,
    },
    /// Nothing is available: what is metered stops.
    Empty,
    /// A grant ends soon, with something left of it.
    GrantEnds {
        /// How much is left.
        amount: i64,
        /// When it ends, in microseconds since 1970.
        at: i64,
    },
}

impl CreditAlert {
    /// The key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

macro_rules! named {
    ($($name:ident),+) => {$(
        impl $name {
            /// As forms, the API and the database write it, and the key in the catalogues.
            pub fn name(self) -> &'static str {
                self.into()
            }

            /// By its name.
            pub fn named(name: &str) -> Option<Self> {
                name.parse().ok()
            }
        }
    )+};
}

named!(GrantCategory, EntryKind, HoldState, RequestState);
