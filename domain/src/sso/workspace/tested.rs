//! What the provider told of whoever tested it, and what Roster would make of that.

use super::super::CLAIMS_PURPOSE;
use super::super::address::{email_of, require_verified};
use super::show::MappedGroup;
use crate::clock::Micros;
use crate::oauth::texts;
use crate::{Context, keys, stored};
use model::identity_provider::EmailState;
use serde_json::{Map, Value};

/// So much of a claim is shown, in characters.
const MAX_SHOWN: usize = 500;

/// A successful test of the present configuration.
#[derive(Clone, Debug)]
pub struct ProviderTest {
    /// When it was.
    pub at: Micros,
    /// Who has done it; empty where that is known no longer.
    pub by: String,
    /// What the provider told; none for those who can only read the settings.
    pub claims: Option<TestedClaims>,
}

/// What a provider has told of someone.
#[derive(Clone, Debug)]
pub struct TestedClaims {
    /// By name.
    pub claims: Vec<Claim>,
    /// The address, as it would be taken; empty where there is none.
    pub email: String,
    /// Whether it would be.
    pub email_state: EmailState,
    /// The groups.
    pub groups: Vec<String>,
    /// Which of the mapped groups give a role: by their place in the list.
    pub giving: Vec<usize>,
}

/// One thing that was told.
#[derive(Clone, Debug)]
pub struct Claim {
    /// As the provider names it.
    pub name: String,
    /// Texts as they are, anything else as JSON.
    pub value: String,
}

/// Opens the kept claims. None where a former key of the installation has sealed them.
pub(super) fn open(
    ctx: &Context,
    sealed: &[u8],
    groups_claim: &str,
    domains: &[String],
    mapped: &[MappedGroup],
) -> Option<TestedClaims> {
    let text = ctx.roster.key.open(CLAIMS_PURPOSE, sealed)?;
    let all: Map<String, Value> = stored::read(&text, "the claims of a test").ok()?;
    let groups: Vec<String> = texts(all.get(groups_claim)).into_iter().map(str::to_owned).collect();
    let (email, email_state) = email(&all, domains);
    let gives = |(_, row): &(usize, &MappedGroup)| row.counts && groups.contains(&row.group);
    let giving = mapped.iter().enumerate().filter(gives).map(|(at, _)| at).collect();
    Some(TestedClaims { claims: all.iter().map(claim).collect(), email, email_state, groups, giving })
}

fn claim((name, value): (&String, &Value)) -> Claim {
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let shown = match value.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value,
    };
    Claim { name: name.clone(), value: shown }
}

/// As signing in judges it, and the domain has to be one that the workspace has verified.
fn email(all: &Map<String, Value>, domains: &[String]) -> (String, EmailState) {
    let Some(email) = email_of(all) else { return (String::new(), EmailState::Missing) };
    let state = match require_verified(all) {
        Ok(()) if domains.contains(&keys::domain_of(&email)) => EmailState::Taken,
        Ok(()) => EmailState::OtherDomain,
        Err(state) => state,
    };
    (email, state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_counts_where_it_is_verified_and_at_a_domain_of_the_workspace() {
        let state = |claims: Value| email(claims.as_object().unwrap(), &["acme.example".to_owned()]).1;
        assert_eq!(state(json!({ "email": "a@acme.example", "email_verified": true })), EmailState::Taken);
        assert_eq!(state(json!({ "email": "a@other.example", "email_verified": true })), EmailState::OtherDomain);
        assert_eq!(state(json!({ "email": "a@acme.example" })), EmailState::NotVerified);
        assert_eq!(state(json!({ "email": "a@acme.example", "email_verified": false })), EmailState::NotVerified);
        assert_eq!(state(json!({ "email": "a@acme.example", "email_verified": "true" })), EmailState::VerifiedAsText);
        assert_eq!(state(json!({ "email_verified": true })), EmailState::Missing);
        assert_eq!(state(json!({ "email": "nobody", "email_verified": true })), EmailState::Missing);
    }

    #[test]
    fn groups_come_as_a_list_or_as_one_text() {
        assert_eq!(texts(Some(&json!(["a", 1, "b"]))), ["a", "b"]);
        assert_eq!(texts(Some(&json!("a"))), ["a"]);
        assert_eq!(texts(None), Vec::<&str>::new());
    }
}
