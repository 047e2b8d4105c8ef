//! What both halves of Roster speak: ids, inputs, views, permissions, errors and texts.
//!
//! Pure: no I/O, no clock, no SQL. Compiles for the server and for the browser.

#![warn(missing_docs)]

pub mod account;
pub mod accounts;
pub mod audit;
pub mod chart;
pub mod connections;
mod country;
pub mod credits;
pub mod csv;
pub mod downloads;
pub mod errors;
pub mod fields;
pub mod groups;
mod harmless;
pub mod i18n;
pub mod identity_provider;
pub mod ids;
pub mod imports;
pub mod insights;
pub mod invitations;
pub mod jobs;
pub mod lab;
mod language;
pub mod list_keys;
pub mod merge;
mod month;
pub mod notices;
pub mod page;
pub mod palette;
pub mod passkeys;
pub mod permissions;
pub mod pictures;
pub mod plans;
mod problem;
mod refusal;
pub mod roles;
pub mod security;
mod sheet_error;
pub mod sso;
pub mod themes;
pub mod tokens;
pub mod urls;
pub mod users;
pub mod webhooks;
pub mod wizard;
pub mod workspaces;

pub use country::Country;
pub use errors::Error;
pub use fields::{FieldErrors, Fields};
pub use harmless::{Harmless, Secret};
pub use i18n::Texts;
pub use language::Language;
pub use month::Month;
pub use problem::Problem;
pub use refusal::Refusal;
pub use sheet_error::SheetError;
