//! Asking other people's DNS and web servers, about addresses that someone typed.

mod public;
mod send;
mod target;
mod web;

use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;
use hickory_resolver::{Resolver, TokioResolver};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio_rustls::rustls::RootCertStore;

pub use public::is_public;
pub(crate) use send::{Answer, send};
pub(crate) use target::Target;
pub(crate) use web::page;

/// All of one question, at most.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Whom to ask, and where not to go.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The DNS server to ask; none: the system's.
    pub dns: Option<SocketAddr>,
    /// Networks that may be reached though they are not public: an intranet's.
    pub intranet: Vec<IpNet>,
    /// The port of web servers, 443.
    pub port: u16,
    /// Whom to believe that a server is whose it says.
    pub roots: Arc<RootCertStore>,
}

impl Default for Lookup {
    fn default() -> Self {
        let roots = Arc::new(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect());
        Self { dns: None, intranet: Vec::new(), port: 443, roots }
    }
}

impl Lookup {
    fn resolver(&self) -> Option<TokioResolver> {
        let mut builder = match self.dns {
            None => Resolver::builder_tokio().ok()?,
            Some(server) => {
                let on_port = |mut connection: ConnectionConfig| {
                    connection.port = server.port();
                    connection
                };
                let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(on_port).to_vec();
                let server = NameServerConfig::new(server.ip(), true, connections);
                let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
                Resolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
        };
        let options = builder.options_mut();
        options.attempts = 1;
        options.timeout = TIMEOUT / 3;
        options.cache_size = 0;
        builder.build().ok()
    }

    /// The texts of a name's TXT records; none where it has none or nobody answers.
    pub(crate) async fn texts(&self, name: &str) -> Vec<String> {
        let Some(resolver) = self.resolver() else { return Vec::new() };
        // With its last dot: the system's search list stays out.
        let asked = tokio::time::timeout(TIMEOUT, resolver.txt_lookup(format!("{name}."))).await;
        let Ok(Ok(found)) = asked else { return Vec::new() };
        let text = |data: &RData| match data {
            RData::TXT(txt) => Some(txt.txt_data.iter().map(|part| String::from_utf8_lossy(part)).collect()),
            _ => None,
        };
        found.answers().iter().filter_map(|record| text(&record.data)).collect()
    }

    /// Where a web server is, if it is where everyone may go, or in an intranet that may be reached; without TLS only
    /// there. Whoever connects uses this very address: a second look-up could answer another one.
    pub(crate) async fn reachable(&self, target: &Target) -> Result<SocketAddr, Unreached> {
        let addresses: Vec<IpAddr> = match target.literal() {
            Some(ip) => vec![ip],
            None => {
                let resolver = self.resolver().ok_or(Unreached::Unresolved)?;
                // With its last dot: the system's search list stays out.
                let name = format!("{}.", target.host.to_string().trim_end_matches('.'));
                let found = tokio::time::timeout(TIMEOUT, resolver.lookup_ip(name)).await;
                let found = found.map_err(|_| Unreached::Unresolved)?.map_err(|_| Unreached::Unresolved)?;
                found.iter().collect()
            }
        };
        let inside = |ip: &IpAddr| self.intranet.iter().any(|network| network.contains(ip));
        let may_go = |ip: &IpAddr| inside(ip) || (target.https && is_public(*ip));
        // One that is not public among them is reason enough not to trust the others.
        let first = addresses.first().copied().ok_or(Unreached::Unresolved)?;
        if addresses.iter().all(may_go) { Ok(SocketAddr::new(first, target.port)) } else { Err(Unreached::Blocked) }
    }
}

/// Why a server gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreached {
    /// Its name has no address, or nobody answered the question.
    Unresolved,
    /// It is where no request may go.
    Blocked,
    /// Nobody listens there.
    Connection,
    /// The connection broke before the answer: the request may have been taken.
    Broken,
    /// It could not show that it is whose it says.
    Tls,
    /// It took too long.
    Timeout,
}
