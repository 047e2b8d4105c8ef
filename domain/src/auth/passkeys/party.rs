//! Roster as browsers know it: the relying party.

use crate::{Error, Settings};
use model::Problem;
use url::Url;
use webauthn_rs::prelude::{Webauthn, WebauthnBuilder};

/// Whether there can be passkeys: they belong to a name, and Roster may be reached at a number.
pub fn available(settings: &Settings) -> bool {
    made(settings).is_some()
}

pub(super) fn party(settings: &Settings) -> Result<Webauthn, Error> {
    made(settings).ok_or_else(|| Error::at("form", Problem::NoPasskeysHere))
}

/// Passkeys are bound to the host of `PUBLIC_URL`, on its own port alone.
fn made(settings: &Settings) -> Option<Webauthn> {
    let url = Url::parse(&settings.public_url).ok()?;
    WebauthnBuilder::new(url.domain()?, &url).ok()?.rp_name("Roster").build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_belong_to_names() {
        let at = |url: &str| available(&Settings { public_url: url.into(), ..Settings::default() });
        for url in ["https://roster.example", "https://people.acme.example:8443", "http://localhost:3000"] {
            assert!(at(url), "{url}");
        }
        for url in ["http://127.0.0.1:3000", "https://[::1]", "no address"] {
            assert!(!at(url), "{url}");
        }
    }
}
