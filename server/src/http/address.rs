//! Whose request it is, behind proxies.

use axum::http::{HeaderMap, HeaderValue};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Once;

/// The client's address in canonical form: the peer's, unless the peer is a trusted proxy. Then the rightmost hop of
/// `X-Forwarded-For` or `Forwarded` (RFC 7239) that no trusted proxy has: whatever stands left of it, the client may
/// have written.
///
/// What can't be read ends the chain: the request then counts as that of the proxy that wrote it. So does a request
/// whose two headers name different clients, since one of them came from the client itself.
pub(super) fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = peer.to_canonical();
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(&peer) {
        return peer;
    }
    let client = |header: &str, hop: fn(&str) -> Option<Hop>| {
        let hops = hops(headers, header, hop);
        // A header that names nobody says nothing.
        hops.iter().find(|hop| **hop != Some(Hop::Unsaid))?;
        let mut last = peer;
        for hop in hops.into_iter().rev() {
            let Some(Hop::Address(address)) = hop else {
                if hop.is_none() {
                    log_malformed(header, headers);
                }
                break;
            };
            last = address;
            if !is_trusted(&address) {
                break;
            }
        }
        Some(last)
    };
    match (client("x-forwarded-for", node), client("forwarded", forwarded_for)) {
        (Some(one), Some(other)) if one != other => {
            log_malformed("forwarded", headers);
            peer
        }
        (Some(client), _) | (_, Some(client)) => client,
        (None, None) => peer,
    }
}

/// Who is said to have sent a request on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hop {
    Address(IpAddr),
    /// `unknown`, or a name that the proxy has made up (RFC 7239, 6.2 and 6.3).
    Hidden,
    /// A forwarded element without `for`.
    Unsaid,
}

/// All hops of a header, in its order, over all of its lines; none for one that can't be read.
fn hops(headers: &HeaderMap, name: &str, hop: fn(&str) -> Option<Hop>) -> Vec<Option<Hop>> {
    let line = |value: &HeaderValue| match value.to_str() {
        Ok(text) => text.split(',').map(str::trim).filter(|text| !text.is_empty()).map(hop).collect(),
        Err(_) => vec![None],
    };
    headers.get_all(name).iter().flat_map(line).collect()
}

/// The `for` of a forwarded element, which may have none.
fn forwarded_for(element: &str) -> Option<Hop> {
    let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let named = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    named.map_or(Some(Hop::Unsaid), |(_, value)| node(value))
}

/// An address as proxies write it: with or without a port, brackets and quotes.
fn node(text: &str) -> Option<Hop> {
    let text = text.trim();
    let text = text.strip_prefix('"').map_or(Some(text), |rest| rest.strip_suffix('"'))?;
    if text.eq_ignore_ascii_case("unknown") || text.starts_with('_') {
        return Some(Hop::Hidden);
    }
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()));
    address.ok().map(|address| Hop::Address(address.to_canonical()))
}

/// Once, or each request of a wrongly set-up proxy would.
fn log_malformed(header: &str, headers: &HeaderMap) {
    static LOGGED: Once = Once::new();
    LOGGED.call_once(|| {
        let values: Vec<_> = headers.get_all(header).iter().collect();
        tracing::warn!(
            header,
            ?values,
            "a trusted proxy's header does not say whose request it is; see TRUSTED_PROXIES"
        );
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen_with(peer: &str, lines: &[(&'static str, &str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        client_address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    fn seen(peer: &str, forwarded: &str) -> String {
        seen_with(peer, &[("x-forwarded-for", forwarded)])
    }

    fn seen_7239(forwarded: &str) -> String {
        seen_with("10.0.0.1", &[("forwarded", forwarded)])
    }

    #[test]
    fn only_what_trusted_proxies_say_counts() {
        assert_eq!(seen("203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2"), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", "198.51.100.1, junk"), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", "junk, 198.51.100.1"), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", "10.0.0.3, 10.0.0.2"), "10.0.0.3");
        assert_eq!(seen("10.0.0.1", ""), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", "1.2.3.4,, 198.51.100.1 ,"), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", "198.51.100.1, \u{e9}"), "10.0.0.1");
    }

    #[test]
    fn several_lines_are_one_chain() {
        let lines = [("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", "198.51.100.1, 10.0.0.2")];
        assert_eq!(seen_with("10.0.0.1", &lines), "198.51.100.1");
    }

    #[test]
    fn mapped_addresses_are_ipv4() {
        assert_eq!(seen("::ffff:203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(seen("::ffff:10.0.0.1", "::ffff:198.51.100.1"), "198.51.100.1");
        assert_eq!(seen("::ffff:10.0.0.1", "198.51.100.1, ::ffff:10.0.0.2"), "198.51.100.1");
    }

    #[test]
    fn ports_brackets_and_quotes_are_read() {
        assert_eq!(seen("10.0.0.1", "203.0.113.8:51234"), "203.0.113.8");
        assert_eq!(seen("10.0.0.1", "[2001:db8::7]:443"), "2001:db8::7");
        assert_eq!(seen("10.0.0.1", "[2001:db8::7]"), "2001:db8::7");
        assert_eq!(seen("10.0.0.1", "2001:db8::7"), "2001:db8::7");
        assert_eq!(seen("10.0.0.1", "\"[2001:db8::7]:443\", fd00::1"), "2001:db8::7");
        assert_eq!(seen("10.0.0.1", "[::ffff:203.0.113.8]:443"), "203.0.113.8");
        for malformed in
            ["203.0.113.8:port", "203.0.113.8:", "[203.0.113.8", "203.0.113.8:99999", "\"203.0.113.8", "203.0.113"]
        {
            assert_eq!(seen("10.0.0.1", malformed), "10.0.0.1", "{malformed}");
        }
    }

    #[test]
    fn rfc_7239_is_read() {
        assert_eq!(seen_7239("for=192.0.2.60;proto=http;by=10.0.0.9"), "192.0.2.60");
        assert_eq!(seen_7239("For=\"[2001:db8:cafe::17]:4711\""), "2001:db8:cafe::17");
        assert_eq!(seen_7239("for=192.0.2.43, for=198.51.100.17, for=10.0.0.2"), "198.51.100.17");
        assert_eq!(seen_7239("proto=https; for=192.0.2.60"), "192.0.2.60");
        assert_eq!(seen_7239("for=\"192.0.2.60:47011\""), "192.0.2.60");
        // Who hides is nobody that could be counted: the proxy is.
        assert_eq!(seen_7239("for=192.0.2.43, for=_hidden, for=10.0.0.2"), "10.0.0.2");
        assert_eq!(seen_7239("for=unknown"), "10.0.0.1");
        assert_eq!(seen_7239("proto=https"), "10.0.0.1");
    }

    #[test]
    fn header_of_the_client_does_not_replace_that_of_the_proxy() {
        let both = |one, other| seen_with("10.0.0.1", &[("x-forwarded-for", one), ("forwarded", other)]);
        assert_eq!(both("192.0.2.60", "for=192.0.2.60"), "192.0.2.60");
        assert_eq!(both("192.0.2.60", "for=198.51.100.9"), "10.0.0.1");
        assert_eq!(both("192.0.2.60", "for=_hidden"), "10.0.0.1");
        assert_eq!(both("192.0.2.60", "proto=https"), "192.0.2.60");
    }

    proptest! {
        /// Whatever a client writes, what the proxy appends after it decides.
        #[test]
        fn nothing_that_a_client_writes_hides_its_address(
            written in "[ -~]{0,60}",
            v6 in any::<bool>(),
            port in any::<Option<u16>>()
        ) {
            let (address, bracketed) =
                if v6 { ("2001:db8::7", "[2001:db8::7]") } else { ("203.0.113.8", "203.0.113.8") };
            let node = port.map_or_else(|| address.to_owned(), |port| format!("{bracketed}:{port}"));
            prop_assert_eq!(seen("10.0.0.1", &format!("{written}, {node}")), address);
            prop_assert_eq!(seen_7239(&format!("{written}, for=\"{node}\"")), address);
        }

        #[test]
        fn no_header_is_a_panic(line in "\\PC{0,80}") {
            seen("10.0.0.1", &line.replace(|c: char| c.is_control(), ""));
            seen_7239(&line.replace(|c: char| c.is_control(), ""));
        }
    }
}
