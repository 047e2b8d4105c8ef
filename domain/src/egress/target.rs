//! The address of another's web server, as someone typed it.

use model::Problem;
use std::net::IpAddr;
use url::{Host, Url};

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// With TLS; without, it goes to an intranet only.
    pub https: bool,
    pub host: Host<String>,
    pub port: u16,
    /// With its query.
    pub path: String,
}

impl Target {
    /// An address with `https` or `http`, a host, and neither a user nor a fragment.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let url = Url::parse(text).map_err(|_| Problem::NotAUrl)?;
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(Problem::NotAUrl),
        };
        let has_more = !url.username().is_empty() || url.password().is_some() || url.fragment().is_some();
        match (url.host(), url.port_or_known_default()) {
            (Some(host), Some(port)) if !has_more && port != 0 => {
                let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
                Ok(Self { https, host: host.to_owned(), port, path })
            }
            _ => Err(Problem::NotAUrl),
        }
    }

    /// Its address where the host is one itself.
    pub(super) fn literal(&self) -> Option<IpAddr> {
        match self.host {
            Host::Domain(_) => None,
            Host::Ipv4(ip) => Some(ip.into()),
            Host::Ipv6(ip) => Some(ip.into()),
        }
    }

    /// What the header `Host` says.
    pub(super) fn authority(&self) -> String {
        match (self.https, self.port) {
            (true, 443) | (false, 80) => self.host.to_string(),
            (_, port) => format!("{}:{port}", self.host),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_with_its_port_and_query() {
        let target = Target::parse("https://Hooks.Example:8443/in?key=1").unwrap();
        assert_eq!((target.https, target.port, target.path.as_str()), (true, 8443, "/in?key=1"));
        assert_eq!(target.authority(), "hooks.example:8443");
        assert_eq!(Target::parse("http://[::1]").unwrap().authority(), "[::1]");
        assert_eq!(Target::parse("https://0x7f.1/").unwrap().literal(), Some([127, 0, 0, 1].into()));
    }

    #[test]
    fn other_schemes_users_and_fragments_are_refused() {
        for bad in [
            "",
            "hooks.example",
            "ftp://hooks.example/",
            "file:///etc/passwd",
            "https://",
            "https://ana:secret@hooks.example/",
            "https://hooks.example/#top",
            "https://hooks.example:0/",
        ] {
            assert_eq!(Target::parse(bad), Err(Problem::NotAUrl), "{bad}");
        }
    }
}
