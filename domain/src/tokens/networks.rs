//! The networks that a token may be used from, as the database keeps them: CIDR, separated by spaces.

use crate::{Error, stored};
use ipnet::IpNet;
use model::Problem;
use std::net::IpAddr;

/// Where a token may be used from; empty: from anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Networks(Vec<IpNet>);

impl Networks {
    /// From what was typed. An address is the network of itself, and what lies beyond a network's length is dropped.
    /// Problems at `networks`.
    pub(super) fn parse(typed: &[String]) -> Result<Self, Error> {
        let one = |text: &String| {
            let alone = || text.parse::<IpAddr>().ok().map(IpNet::from);
            let network = text.parse::<IpNet>().ok().or_else(alone).map(|network| network.trunc());
            network.ok_or_else(|| Error::at("networks", Problem::NotANetwork))
        };
        let mut networks = typed.iter().map(one).collect::<Result<Vec<_>, Error>>()?;
        networks.sort_unstable();
        networks.dedup();
        Ok(Self(networks))
    }

    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let parts = text.split(' ').filter(|part| !part.is_empty());
        Ok(Self(parts.map(|part| stored::parsed(part, "a token's networks")).collect::<Result<_, Error>>()?))
    }

    /// Whether a call from there is taken; where the address is not known, only if there is no limit.
    pub(super) fn contain(&self, address: Option<IpAddr>) -> bool {
        let inside = |address: IpAddr| self.0.iter().any(|network| network.contains(&address.to_canonical()));
        self.0.is_empty() || address.is_some_and(inside)
    }

    pub(super) fn written(&self) -> String {
        self.texts().join(" ")
    }

    pub(super) fn texts(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_inside_of_what_was_typed_and_nowhere_else() {
        let typed = ["10.1.2.3/8", "192.0.2.7", "2001:db8::/32", "10.0.0.0/8"].map(str::to_owned);
        let networks = Networks::parse(&typed).unwrap();
        assert_eq!(networks.written(), "10.0.0.0/8 192.0.2.7/32 2001:db8::/32");
        assert_eq!(Networks::read(&networks.written()).unwrap(), networks);
        let inside = |address: &str| networks.contain(Some(address.parse().unwrap()));
        assert!(inside("10.9.9.9") && inside("192.0.2.7") && inside("2001:db8:1::1") && inside("::ffff:10.0.0.1"));
        assert!(!inside("11.0.0.1") && !inside("192.0.2.8") && !inside("2001:db9::1") && !networks.contain(None));
        assert!(Networks::default().contain(None));
        for bad in ["10.0.0.0/33", "acme", "10.0.0", "10.0.0.1-10.0.0.9"] {
            assert_eq!(Networks::parse(&[bad.to_owned()]), Err(Error::at("networks", Problem::NotANetwork)), "{bad}");
        }
    }
}
