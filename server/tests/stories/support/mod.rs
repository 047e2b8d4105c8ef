//! A running Roster, a browser, a mail server: all real.

mod api;
mod app;
mod authenticator;
mod browser;
pub mod bucket;
mod database;
mod disk;
mod mail;
mod net;
pub mod picture;
mod process;
pub mod provider;
mod raw;
mod receiver;
mod relay;
mod timer;

pub use api::{Answer, Api, client};
pub use app::{PASSWORD, TestApp};
pub use authenticator::Authenticator;
pub use browser::{Browser, Download, Filled, FormOnPage, Page};
pub use database::Kind::{self, Postgres, Sqlite};
pub use database::{empty as empty_database, set_read_only};
pub use disk::{FileSystem, SmallDisk};
pub use net::{Dns, Web};
pub use process::Process;
pub use raw::{answer, exchange, send};
pub use receiver::{Received, Receiver, Says};
pub use relay::Relay;
