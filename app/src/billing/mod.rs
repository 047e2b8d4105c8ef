//! Credits: `/settings/billing` for whoever uses them, `/w/{slug}/settings/billing` for those who run a workspace.

mod amount;
mod balance;
mod caps;
mod chart;
mod correct;
mod entries;
mod forecast;
#[cfg(feature = "ssr")]
mod forms;
mod grants;
mod ledger;
mod mine;
mod my_wallets;
#[cfg(feature = "ssr")]
mod present;
mod requests;
mod serverfns;
mod statement;
#[cfg(feature = "ssr")]
mod table;
mod wallet;

pub(crate) use caps::CapsPage;
pub(crate) use correct::CorrectPage;
#[cfg(feature = "ssr")]
pub(crate) use forms::{caps_form, correct_form, decide_form, grant_form, request_form, wallet_form};
pub(crate) use grants::NewGrantPage;
pub(crate) use ledger::LedgerPage;
pub(crate) use mine::MyCreditsPage;
pub(crate) use my_wallets::Billing;
pub(crate) use requests::RequestsPage;
pub(crate) use statement::StatementPage;
#[cfg(feature = "ssr")]
pub use table::LedgerTable;
pub(crate) use wallet::WorkspaceBillingPage;
