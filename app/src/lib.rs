//! Roster's pages: rendered on the server; what moves in them is made live in the browser.
//!
//! `routes` is the map. A feature's folder holds its components and their thin server functions; `ui` holds the parts
//! that know no feature. What only the server can do is behind the `ssr` feature, and ends in a call to a domain verb.
//! What only the browser can do is behind `hydrate`: `browser` starts it.

#![recursion_limit = "256"]

mod account;
mod audit;
mod downloads;
mod failure;
mod list_keys;
mod palette;
mod passwords;
mod shell;
mod state;
mod ui;
mod users;
mod wire;

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod events;
#[cfg(feature = "hydrate")]
mod islands;
#[cfg(feature = "hydrate")]
mod missing_chunk;
#[cfg(feature = "hydrate")]
mod turns;
#[cfg(feature = "hydrate")]
mod visit;

#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod forms;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod workspaces;

#[cfg(feature = "ssr")]
mod address;
#[cfg(feature = "ssr")]
mod agenda;
#[cfg(feature = "ssr")]
mod auth;
#[cfg(feature = "ssr")]
mod billing;
#[cfg(feature = "ssr")]
mod connections;
#[cfg(feature = "ssr")]
mod country_names;
#[cfg(feature = "ssr")]
mod dispatch;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod errors;
#[cfg(feature = "ssr")]
mod groups;
#[cfg(feature = "ssr")]
mod insights;
#[cfg(feature = "ssr")]
mod invitations;
#[cfg(feature = "ssr")]
mod lab;
#[cfg(feature = "ssr")]
mod loaded;
#[cfg(feature = "ssr")]
mod plans;
#[cfg(feature = "ssr")]
mod present;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
mod resource;
#[cfg(feature = "ssr")]
mod roles;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
mod workspace_tokens;

#[cfg(feature = "ssr")]
pub use address::{factor_for_page, factor_then, next_in, parameters, sign_in_at, sign_in_then};
#[cfg(feature = "ssr")]
pub use audit::AuditTable;
#[cfg(feature = "ssr")]
pub use billing::LedgerTable;
#[cfg(feature = "hydrate")]
pub use browser::start;
#[cfg(feature = "ssr")]
pub use dispatch::{DISPATCH, dispatch};
#[cfg(feature = "ssr")]
pub use document::{SiteFiles, document};
pub use failure::Failure;
#[cfg(feature = "ssr")]
pub use routes::App;
#[cfg(feature = "ssr")]
pub use state::{Posted, State};
#[cfg(feature = "ssr")]
pub use users::{LinksTable, RejectedTable, SampleTable, UsersTable};
#[cfg(feature = "ssr")]
pub use wire::{POSTCARD, RejectedInput, accepts_postcard, pack, unpack};
