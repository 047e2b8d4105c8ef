//! An account's connections to services of others (docs/adr/0029-connections.md): how they are made and ended, and how a
//! service is called in someone's name. [`Service`] is what a new provider implements; docs/adding-a-connection.md.

mod access_token;
mod callback;
mod connect;
mod disconnect;
mod failure;
mod graph;
mod list;
mod operator_notice;
mod outlook_calendar;
mod outlook_mail;
mod retention;
mod schedule_onboarding;
mod service;
mod store;

pub use callback::{Returned, finish};
pub use connect::begin;
pub use disconnect::disconnect;
pub use list::{Connected, Connection, ServiceState, connected, list};
pub(crate) use outlook_calendar::CALENDAR_PURPOSE;
pub use outlook_calendar::{Agenda, CalendarEvent, agenda};
pub use outlook_mail::deliver_due;
pub(crate) use retention::erase_account;
pub use schedule_onboarding::{NewOnboarding, schedule_onboarding, scheduling};
pub(crate) use store::TOKEN_PURPOSE;
