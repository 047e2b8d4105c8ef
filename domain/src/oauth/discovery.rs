//! What a provider says of itself (OpenID Connect Discovery 1.0), and its keys: fetched once, kept for a while.

use super::call_limits::CallLimits;
use super::keys::Keys;
use super::{Failure, get_json};
use crate::egress::Lookup;
use moka::future::Cache;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// How long a provider's document and keys are believed.
const DOCUMENT_TTL: Duration = Duration::from_hours(1);
/// How soon its keys are fetched again where a signature names one that is not among them.
const MIN_KEYS_AGE: Duration = Duration::from_secs(30);
/// Documents and key sets that are kept: one of each for a provider.
const MAX_CACHED: u64 = 1_000;

/// Where a provider is to be asked. Every address is on the issuer's hosts, or on one that the operator allows.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Metadata {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub jwks_uri: String,
    pub userinfo_endpoint: Option<String>,
    /// Where signing out goes on (OpenID Connect RP-Initiated Logout 1.0).
    pub end_session_endpoint: Option<String>,
    #[serde(default)]
    pub response_types_supported: Vec<String>,
    #[serde(default)]
    pub token_endpoint_auth_methods_supported: Vec<String>,
    pub code_challenge_methods_supported: Option<Vec<String>>,
    /// Its answers say who gave them (RFC 9207).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// Whether the client's secret goes in the form: where the header is not among what the provider takes.
    pub fn secret_in_form(&self) -> bool {
        let methods = &self.token_endpoint_auth_methods_supported;
        !methods.is_empty() && !methods.iter().any(|method| method == "client_secret_basic")
    }

    fn check(&self, issuer: &str, allowed_hosts: &[String]) -> Result<(), Failure> {
        if self.issuer.contains(['{', '}']) {
            return Err(Failure::ManyTenants);
        }
        if self.issuer != issuer {
            return Err(Failure::OtherIssuer(self.issuer.clone()));
        }
        if !self.response_types_supported.iter().any(|kind| kind == "code") {
            return Err(Failure::Unsupported("the authorization code flow"));
        }
        let methods = self.code_challenge_methods_supported.as_ref();
        if methods.is_some_and(|methods| !methods.iter().any(|method| method == "S256")) {
            return Err(Failure::Unsupported("PKCE with S256"));
        }
        let addresses = [&self.authorization_endpoint, &self.token_endpoint, &self.jwks_uri];
        let optional = [&self.userinfo_endpoint, &self.end_session_endpoint];
        for address in addresses.into_iter().chain(optional.into_iter().flatten()) {
            require_own(issuer, address, allowed_hosts)?;
        }
        Ok(())
    }
}

/// A hostile document would have Roster ask others' servers, and send them the client's secret.
fn require_own(issuer: &str, address: &str, allowed_hosts: &[String]) -> Result<(), Failure> {
    let parsed = |text: &str| Url::parse(text).map_err(|_| Failure::Unreadable("an address is none".into()));
    let (issuer, url) = (parsed(issuer)?, parsed(address)?);
    let host = url.host_str().unwrap_or_default();
    let foreign = || Failure::ForeignHost(host.to_owned());
    // A document that was had by TLS leads nowhere without it.
    if !matches!(url.scheme(), "http" | "https") || (issuer.scheme() == "https" && url.scheme() != "https") {
        return Err(foreign());
    }
    let allowed = allowed_hosts.iter().any(|allowed| {
        host.eq_ignore_ascii_case(allowed) || host.to_ascii_lowercase().ends_with(&format!(".{allowed}"))
    });
    if allowed || (party(&issuer).is_some() && party(&issuer) == party(&url)) { Ok(()) } else { Err(foreign()) }
}

/// Whose a host is: its registrable domain by Mozilla's list of public suffixes, or the host itself.
fn party(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Domain(name) => {
            let name = name.to_ascii_lowercase();
            let domain = psl::domain_str(&name).map(str::to_owned);
            Some(domain.unwrap_or(name))
        }
        Host::Ipv4(ip) => Some(ip.to_string()),
        Host::Ipv6(ip) => Some(ip.to_string()),
    }
}

/// The providers that have been asked lately. Whatever many ask at once is fetched once.
#[derive(Clone, Debug)]
pub struct Providers {
    documents: Cache<String, Arc<Metadata>>,
    keys: Cache<String, Arc<Keys>>,
    /// Whose keys were fetched again just now.
    refreshed: Cache<String, ()>,
    /// How often services may be asked in someone's name.
    pub(crate) call_limits: CallLimits,
}

fn cache<T: Clone + Send + Sync + 'static>(ttl: Duration) -> Cache<String, T> {
    Cache::builder().max_capacity(MAX_CACHED).time_to_live(ttl).build()
}

impl Default for Providers {
    fn default() -> Self {
        Self {
            documents: cache(DOCUMENT_TTL),
            keys: cache(DOCUMENT_TTL),
            refreshed: cache(MIN_KEYS_AGE),
            call_limits: CallLimits::default(),
        }
    }
}

impl Providers {
    /// The issuer's document, checked. What failed is asked again with the next request.
    pub(crate) async fn metadata(
        &self,
        lookup: &Lookup,
        issuer: &str,
        allowed_hosts: &[String],
    ) -> Result<Arc<Metadata>, Failure> {
        let fetch = async {
            let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
            let metadata: Metadata = get_json(lookup, &url, None).await?;
            metadata.check(issuer, allowed_hosts)?;
            Ok(Arc::new(metadata))
        };
        self.documents.try_get_with(issuer.to_owned(), fetch).await.map_err(|failure: Arc<Failure>| (*failure).clone())
    }

    /// Its keys. Where `again`, they are fetched anew, unless that was done a moment ago.
    pub(super) async fn keys(&self, lookup: &Lookup, metadata: &Metadata, again: bool) -> Result<Arc<Keys>, Failure> {
        let address = &metadata.jwks_uri;
        if again && self.refreshed.get(address).await.is_none() {
            self.refreshed.insert(address.clone(), ()).await;
            self.keys.invalidate(address).await;
        }
        let fetch = async { Ok(Arc::new(get_json::<Keys>(lookup, address, None).await?)) };
        self.keys.try_get_with(address.clone(), fetch).await.map_err(|failure: Arc<Failure>| (*failure).clone())
    }

    /// Asks again at the next occasion: what an administrator tests is what is there now.
    pub(crate) async fn forget(&self, issuer: &str) {
        if let Some(metadata) = self.documents.remove(issuer).await {
            self.keys.invalidate(&metadata.jwks_uri).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(issuer: &str, address: &str, allowed: &[&str]) -> bool {
        let allowed: Vec<String> = allowed.iter().map(|&host| host.to_owned()).collect();
        require_own(issuer, address, &allowed).is_ok()
    }

    #[test]
    fn every_address_is_on_the_issuers_hosts_or_an_allowed_one() {
        let issuer = "https://login.acme.co.uk/realm";
        assert!(own(issuer, "https://login.acme.co.uk/token", &[]));
        assert!(own(issuer, "https://keys.acme.co.uk:8443/jwks", &[]));
        assert!(!own(issuer, "https://evil.co.uk/token", &[]));
        assert!(!own(issuer, "http://login.acme.co.uk/token", &[]));
        assert!(!own(issuer, "file:///etc/passwd", &[]));
        assert!(own("https://accounts.google.com", "https://oauth2.googleapis.com/token", &["googleapis.com"]));
        assert!(!own("https://accounts.google.com", "https://evilgoogleapis.com/token", &["googleapis.com"]));
        assert!(own("http://127.0.0.1:4000", "http://127.0.0.1:4001/token", &[]));
        assert!(!own("http://127.0.0.1:4000", "http://127.0.0.2:4000/token", &[]));
        assert!(!own("https://me.github.io", "https://you.github.io/token", &[]));
    }

    #[test]
    fn an_issuer_of_many_tenants_is_named_as_that() {
        let document = |issuer: &str| -> Metadata {
            serde_json::from_value(serde_json::json!({
                "issuer": issuer,
                "authorization_endpoint": "https://login.example/a",
                "token_endpoint": "https://login.example/t",
                "jwks_uri": "https://login.example/k",
                "response_types_supported": ["code"],
            }))
            .unwrap()
        };
        let common = document("https://login.example/{tenantid}/v2.0");
        assert_eq!(common.check("https://login.example/common/v2.0", &[]), Err(Failure::ManyTenants));
        let other = document("https://other.example");
        let expected = Failure::OtherIssuer("https://other.example".into());
        assert_eq!(other.check("https://login.example", &[]), Err(expected));
        assert_eq!(document("https://login.example").check("https://login.example", &[]), Ok(()));
    }
}
