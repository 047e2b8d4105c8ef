//! A running Roster, a browser, a mail server: all real.

mod app;
mod browser;
mod database;
mod mail;
mod net;

pub use app::{PASSWORD, TestApp};
pub use browser::{Browser, Page};
pub use database::Kind::{self, Postgres, Sqlite};
pub use database::empty as empty_database;
pub use net::{Dns, Web};
