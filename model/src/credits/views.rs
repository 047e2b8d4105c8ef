//! Credits as pages show them.

use super::{EntryKind, EntryQuery, GrantCategory, RequestState};
use crate::Month;
use crate::chart::Mark;
use crate::ids::{CapId, CreditRequestId, EntryId, GrantId, HoldId, MemberId, RoleId};
use crate::page::When;
use serde::{Deserialize, Serialize};

/// What a workspace has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceView {
    /// What is metered is charged.
    pub active: bool,
    /// What is there.
    pub posted: i64,
    /// Of that, what is reserved.
    pub reserved: i64,
    /// What can be reserved or used.
    pub available: i64,
    /// What is left of the grant that ends next, and when it does.
    pub expiring: Option<(i64, When)>,
}

/// One of an account's workspaces, in the list of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyWalletView {
    /// The workspace's name in addresses.
    pub slug: String,
    /// Its name, as people read it.
    pub name: String,
    /// Its plan's name; none: without limits.
    pub plan: Option<String>,
    /// What it has.
    pub balance: BalanceView,
    /// What the reader has used there in this month.
    pub used_by_me: i64,
}

/// All of an account's workspaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyWalletsView {
    /// In the order of their names.
    pub wallets: Vec<MyWalletView>,
    /// Where plans, payments and refunds are spoken of; may be empty.
    pub support: String,
}

/// A workspace's wallet, as far as its reader may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewView {
    /// What the workspace has.
    pub balance: BalanceView,
    /// What the reader has used in this month.
    pub used_by_me: i64,
    /// What was used in the last days.
    pub consumption: ConsumptionView,
    /// That is what the reader has used, not all.
    pub mine: bool,
    /// How long credits last; for those who see what all use.
    pub forecast: Option<ForecastView>,
    /// The months that have statements, newest first, with their names; for those who may see them.
    pub months: Vec<(Month, String)>,
    /// They may give credits and decide about them.
    pub may_write: bool,
    /// An alert comes when credits last for so many days; 0: never.
    pub forecast_days: i64,
    /// How many requests wait for them.
    pub pending: i64,
}

/// What was used in each of the last days, as a picture and as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumptionView {
    /// What the picture shows, in words.
    pub label: String,
    /// How many it was in all.
    pub total: i64,
    /// What credits were used for, the one that used most first, with how many. The last may stand for several.
    pub features: Vec<(String, i64)>,
    /// The oldest day first.
    pub days: Vec<ConsumptionDay>,
    /// What stands along the bottom.
    pub across: Vec<Mark>,
    /// What stands beside the horizontal lines: from the top one down to nought.
    pub up: Vec<String>,
}

/// A day of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumptionDay {
    /// In words.
    pub day: String,
    /// For each feature, in their order.
    pub amounts: Vec<i64>,
    /// For each feature, where its piece of the bar begins, from the top, and how high it is, in thousandths.
    pub pieces: Vec<(u16, u16)>,
}

/// How long credits last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastView {
    /// So many whole days were looked at.
    pub days: i64,
    /// What is used on a usual day: the median.
    pub median: i64,
    /// For how many days they last; none: nothing is used on a usual day.
    pub usual: Option<i64>,
    /// The same at the pace of busy days.
    pub least: Option<i64>,
    /// The same at the pace of quiet days.
    pub most: Option<i64>,
}

/// What those see who run a workspace's credits: what is left of each grant, and what is reserved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletView {
    /// In the order in which they are used; those to come last.
    pub grants: Vec<GrantRow>,
    /// The live ones, the one that ends first at the top.
    pub holds: Vec<HoldRow>,
}

/// Credits that were given at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantRow {
    /// The grant.
    pub id: GrantId,
    /// Where they come from.
    pub category: GrantCategory,
    /// How many they were.
    pub amount: i64,
    /// How many are left.
    pub remaining: i64,
    /// Of those, how many are reserved.
    pub reserved: i64,
    /// The least is used first.
    pub priority: i64,
    /// From when on they can be used; none: they can.
    pub begins: Option<When>,
    /// Until when; none: for ever.
    pub ends: Option<When>,
    /// Why; may be empty.
    pub note: String,
}

/// Credits that are reserved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldRow {
    /// The hold.
    pub id: HoldId,
    /// What for.
    pub feature: String,
    /// How many.
    pub amount: i64,
    /// For whom, while they are known here.
    pub user: Option<(MemberId, String)>,
    /// When it ends by itself.
    pub ends: When,
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// The entry.
    pub id: EntryId,
    /// Its number.
    pub n: i64,
    /// When it happened.
    pub at: When,
    /// What it does.
    pub kind: EntryKind,
    /// What credits were used for, in words; empty where they were not used.
    pub feature: String,
    /// What it adds to the balance, or takes out of it below zero.
    pub amount: i64,
    /// The balance after it; none where it is not the reader's to see.
    pub balance: Option<i64>,
    /// Where the credits come from.
    pub category: GrantCategory,
    /// Who used or gave them, while they are known here.
    pub user: Option<(MemberId, String)>,
    /// May be empty.
    pub note: String,
    /// It can be put right by the reader.
    pub may_correct: bool,
}

/// A page of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntriesView {
    /// Newest first.
    pub rows: Vec<EntryRow>,
    /// Where the next page begins.
    pub next: Option<i64>,
    /// What was asked for.
    pub asked: EntryQuery,
    /// What one can ask for: features by their names and what they are called.
    pub features: Vec<(String, String)>,
    /// Months, with their names.
    pub months: Vec<(Month, String)>,
}

/// What a month came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementView {
    /// The month.
    pub month: Month,
    /// Its name.
    pub name: String,
    /// The workspace's name.
    pub workspace: String,
    /// When it was made.
    pub made: When,
    /// It is not over yet.
    pub open: bool,
    /// The balance before its first entry.
    pub opening: i64,
    /// The balance after its last one.
    pub closing: i64,
    /// The sums of its entries.
    pub lines: Vec<StatementLine>,
}

/// Entries of one kind and feature, together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// What they do.
    pub kind: EntryKind,
    /// What credits were used for, in words; empty where they were not used.
    pub feature: String,
    /// How many there are.
    pub entries: i64,
    /// What they add to the balance, or take out of it below zero.
    pub amount: i64,
}

/// How much may be used in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapRow {
    /// The cap.
    pub id: CapId,
    /// Of what, in words; none: of everything together.
    pub feature: Option<String>,
    /// By each who has the role of this name.
    pub role: Option<String>,
    /// By one person.
    pub user: Option<(MemberId, String)>,
    /// How many.
    pub amount: i64,
}

/// The caps of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapsView {
    /// In the order in which they were made.
    pub caps: Vec<CapRow>,
    /// Roles to choose from.
    pub roles: Vec<(RoleId, String)>,
    /// The reader may change them.
    pub may_edit: bool,
}

/// Someone's wish for credits, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditRequestRow {
    /// The request.
    pub id: CreditRequestId,
    /// Who asks, while they are known here.
    pub user: Option<(MemberId, String)>,
    /// How many.
    pub amount: i64,
    /// What for.
    pub reason: String,
    /// How far it has come.
    pub state: RequestState,
    /// Why it was decided so; may be empty.
    pub answer: String,
    /// When it was made.
    pub at: When,
}
