//! Credits of a workspace: a ledger in double entry, what is reserved, and what limits their use
//! (docs/adr/0026-credits.md).
//!
//! Whatever changes a wallet locks it by [`wallet::lock`], which first does what time has brought: so no verb sees a
//! grant that has expired, or a hold whose time is over.

mod alerts;
mod allocate;
mod allowance;
mod balance;
pub mod caps;
mod consumption;
mod correct;
mod debit;
mod entries;
mod entry;
mod expire;
mod export;
mod grant;
mod hold;
mod meter;
mod moment;
mod my_wallets;
mod overview;
pub mod requests;
mod retention;
mod settings;
mod settle;
mod spending;
mod statement;
mod usage;
mod verify;
mod wallet;

pub use alerts::tend;
pub use balance::{Balance, balance};
pub use consumption::{CHART_DAYS, Consumption, FORECAST_DAYS, Forecast};
pub use correct::correct;
pub use debit::{Movement, debit};
pub use entries::{Entry, EntryChoices, correctable_entry, entries, entry_choices};
pub use export::{LedgerExport, export};
pub use grant::{Grant, grant};
pub use hold::{Hold, hold, post, void};
pub use meter::charge_call;
pub(crate) use meter::{Reserved, charge_in, charge_reserved, require_for, reserve_in};
pub use my_wallets::{MyWallet, my_wallets};
pub use overview::{Overview, WalletParts, overview, parts};
pub(crate) use retention::{erase_account, erase_role, erase_workspace, sweep};
pub use settings::{set_active, set_alerts};
pub use statement::{Statement, StatementSum, statement};
pub use verify::{Disagreement, Verified, verify};
