//! Roster's pages: rendered on the server, hydrated in the browser.
//!
//! `routes` is the map. A feature's folder holds its components and their thin server functions; `ui` holds the parts
//! that know no feature. What only the server can do is behind the `ssr` feature, and ends in a call to a domain verb.

#![recursion_limit = "256"]

mod account;
mod address;
mod agenda;
mod audit;
mod auth;
mod billing;
mod chunks;
mod connections;
#[cfg(feature = "ssr")]
mod dispatch;
#[cfg(feature = "ssr")]
mod document;
mod downloads;
mod errors;
mod failure;
mod feature_chunks;
pub mod forms;
mod groups;
mod insights;
mod invitations;
mod lab;
mod list_keys;
mod loaded;
mod missing_chunk;
mod palette;
mod passwords;
mod plans;
mod resource;
mod roles;
mod routes;
mod shell;
mod state;
mod ui;
mod users;
mod wire;
mod workspace_tokens;
mod workspaces;

#[cfg(feature = "ssr")]
mod country_names;
#[cfg(feature = "ssr")]
mod present;
#[cfg(feature = "ssr")]
pub mod request;

#[cfg(feature = "ssr")]
pub use address::{factor_for_page, factor_then};
#[cfg(feature = "ssr")]
pub use address::{next_in, parameters};
pub use address::{sign_in_at, sign_in_then};
#[cfg(feature = "ssr")]
pub use audit::AuditTable;
#[cfg(feature = "ssr")]
pub use billing::LedgerTable;
#[cfg(feature = "ssr")]
pub use dispatch::{DISPATCH, dispatch};
#[cfg(feature = "ssr")]
pub use document::{SiteFiles, document};
pub use failure::Failure;
pub use routes::App;
pub use state::{Posted, State};
#[cfg(feature = "ssr")]
pub use users::{LinksTable, RejectedTable, SampleTable, UsersTable};
#[cfg(feature = "ssr")]
pub use wire::{POSTCARD, RejectedInput, accepts_postcard, pack, unpack};

/// Hydrates the page with its catalogue, and answers whether it did. Without its chunk the page stays as the server
/// rendered it: whole.
#[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
pub async fn hydrate(texts: &str) -> bool {
    model::i18n::install(texts);
    let path = leptos::prelude::window().location().pathname().unwrap_or_default();
    let there = chunks::fetch(&path).await && feature_chunks::fetch_drawn().await;
    if there {
        leptos::mount::hydrate_body(App);
    }
    there
}
