//! How many connections there may be, and for how long they may say nothing.

use crate::settings::Settings;
use ipnet::IpNet;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

/// How long a client may take over a request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// Handles that the database, mails and the log need.
const RESERVED_HANDLES: usize = 64;
/// However few handles there are.
const MIN_CONNECTIONS: usize = 8;

#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Connections at once from one address, which is a network of 64 bits with IPv6.
    pub per_address: usize,
    /// From the moment a connection is accepted, or the answer before has ended, to the end of a request's head.
    pub head_timeout: Duration,
    /// Many clients come from these: none counts as one address.
    pub proxies: Arc<[IpNet]>,
}

impl Limits {
    /// As they are set, at most what the process's handles (`RLIMIT_NOFILE`) let; no address has more than half.
    pub fn of(settings: &Settings) -> Self {
        let handles = getrlimit(Resource::Nofile).current.and_then(|handles| usize::try_from(handles).ok());
        let connections = settings.max_connections.min(for_connections(handles.unwrap_or(usize::MAX)));
        Self {
            connections,
            per_address: settings.max_connections_per_address.min(connections / 2),
            head_timeout: HEAD_TIMEOUT,
            proxies: settings.trusted_proxies.clone().into(),
        }
    }

    /// What a peer, in canonical form, counts as; none for a trusted proxy.
    pub(super) fn address_of(&self, peer: IpAddr) -> Option<IpAddr> {
        if self.proxies.iter().any(|network| network.contains(&peer)) {
            return None;
        }
        Some(match peer {
            IpAddr::V4(_) => peer,
            // Whoever has one address of such a network has them all (RFC 6177).
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        })
    }
}

/// Takes as many handles as the process may have: the lower limit is for programs that can't deal with more.
pub(super) fn raise_handles() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum
        && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })
    {
        tracing::debug!(%error, "the limit of handles stays as it is");
    }
}

/// Three quarters of the handles that are not reserved: the rest is for the files that are sent and received.
fn for_connections(handles: usize) -> usize {
    (handles.saturating_sub(RESERVED_HANDLES) / 4 * 3).max(MIN_CONNECTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_bound_the_connections() {
        assert_eq!([0, 64, 256, 1024].map(for_connections), [8, 8, 144, 720]);
    }

    #[test]
    fn a_proxy_is_no_address_and_an_ipv6_network_is_one() {
        let limits = Limits {
            connections: 10,
            per_address: 5,
            head_timeout: HEAD_TIMEOUT,
            proxies: ["10.0.0.0/8".parse().unwrap()].into(),
        };
        let counted = |peer: &str| limits.address_of(peer.parse().unwrap()).map(|address| address.to_string());
        assert_eq!(counted("10.1.2.3"), None);
        assert_eq!(counted("203.0.113.9").as_deref(), Some("203.0.113.9"));
        assert_eq!(counted("2001:db8:1:2:3:4:5:6").as_deref(), Some("2001:db8:1:2::"));
    }
}
