//! The rules of Roster, and their SQL.
//!
//! One verb, one file. Each verb authorises first, changes everything in one transaction with its audit row and its
//! mail, and is the only way there: pages, API, imports and the command line all call it.
//!
//! Verbs answer [`model::Error`]; what each means stands there.

#![warn(missing_docs)]

pub mod account;
pub mod accounts;
mod actor;
pub mod audit;
pub mod audit_log;
pub mod auth;
pub mod call_log;
pub mod clock;
pub mod connections;
pub mod context;
pub mod credits;
pub mod db;
pub mod downloads;
pub mod drafts;
pub mod egress;
mod failure;
pub mod groups;
pub mod idempotency;
mod identities;
mod installation;
pub mod invitations;
pub mod jobs;
pub mod key_rotation;
pub mod keys;
pub mod lab;
mod lanes;
pub mod links;
pub mod mail;
pub mod members;
mod membership;
pub mod oauth;
pub mod password_strength;
pub mod passwords;
pub mod phone_numbers;
pub mod picture_store;
pub mod pictures;
pub mod plans;
mod queue;
pub mod random;
pub mod request_counts;
pub mod roles;
mod rules;
mod savepoint;
pub mod secrets;
pub mod seed;
pub mod settings;
pub mod setup;
pub mod shell;
pub mod sso;
mod stored;
mod token_limits;
pub mod tokens;
pub mod users;
pub mod webhooks;
pub mod worker;
pub mod workspaces;

pub use actor::{Actor, Principal, Via};
pub use clock::Clock;
pub use context::{Channel, Context, Roster};
pub use db::Database;
pub(crate) use failure::{best_effort, refusable};
pub use failure::{file_error, internal};
pub use membership::Membership;
pub(crate) use membership::membership_of;
pub use model::Error;
pub use random::Random;
pub use settings::Settings;
