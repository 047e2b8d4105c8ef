//! Credits: `/settings/billing` for whoever uses them, `/w/{slug}/settings/billing` for those who run a workspace.

#[cfg(feature = "ssr")]
mod present;
#[cfg(feature = "ssr")]
mod table;

#[cfg(feature = "ssr")]
pub use table::LedgerTable;
