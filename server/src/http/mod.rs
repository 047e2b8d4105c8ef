//! Over HTTP: the router, what stands before every request, and pages.

mod address;
mod api;
mod body;
mod connection;
mod csrf;
mod download;
mod health;
mod host;
mod lab_counts;
mod listen;
mod ofrep;
mod pages;
mod picture;
mod request_context;
mod router;
mod site;
mod sso;
mod texts;
mod upload;

pub use listen::{Limits, Phase, Stop, listen, serve};
pub use router::router;
pub use site::Site;

use app::SiteFiles;
use domain::Roster;
use ipnet::IpNet;
use std::sync::Arc;

/// What handlers share.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    pub roster: Arc<Roster>,
    pub files: Arc<SiteFiles>,
    pub proxies: Arc<[IpNet]>,
    pub rates: Arc<api::RateLimits>,
    /// Failures that browsers have reported.
    reports: Arc<lab_counts::Reports>,
    /// Served over TLS.
    pub secure: bool,
}
