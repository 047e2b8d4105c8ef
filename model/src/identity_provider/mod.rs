//! A workspace's own identity provider: what is set of it, and what its page shows.

mod views;

pub use views::{BreakGlass, Candidate, ClaimsView, EmailState, GroupRow, ProviderTest, ProviderView, SignInView};

use crate::fields::{line, optional_line};
use crate::ids::RoleId;
use crate::{FieldErrors, Fields, Problem};
use std::fmt;

/// The longest name, in characters.
pub const MAX_NAME: usize = 80;
/// The longest issuer, in characters.
pub const MAX_ISSUER: usize = 500;
/// The longest client id, in characters.
pub const MAX_CLIENT_ID: usize = 255;
/// The longest client secret, in characters.
pub const MAX_CLIENT_SECRET: usize = 1_000;
/// The longest name of a claim, in characters.
pub const MAX_CLAIM: usize = 200;
/// The longest name of a group, in characters.
pub const MAX_GROUP: usize = 255;
/// So many groups are mapped to roles at most.
pub const MAX_MAPPED_GROUPS: usize = 100;
/// The claim that usually lists groups.
pub const USUAL_GROUPS_CLAIM: &str = "groups";

/// A provider as it is typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ProviderInput {
    /// As people read it.
    pub name: String,
    /// As its discovery document writes it.
    pub issuer: String,
    /// Who Roster is there.
    pub client_id: String,
    /// Empty: the one that is stored stays, or it is a public client.
    pub client_secret: String,
    /// The claim that lists groups.
    pub groups_claim: String,
    /// Whoever signs in there gets an account and becomes a member.
    pub auto_join: bool,
}

impl ProviderInput {
    /// `name`, `issuer`, `client_id`, `client_secret`, `groups_claim` (empty: [`USUAL_GROUPS_CLAIM`]), `auto_join`.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", line(fields.get("name"), MAX_NAME));
        let issuer = errors.take("issuer", line(fields.get("issuer"), MAX_ISSUER));
        let client_id = errors.take("client_id", line(fields.get("client_id"), MAX_CLIENT_ID));
        let secret = errors.take("client_secret", optional_line(fields.get("client_secret"), MAX_CLIENT_SECRET));
        let claim = errors.take("groups_claim", optional_line(fields.get("groups_claim"), MAX_CLAIM));
        errors.into_result()?;
        Ok(Self {
            name: name.unwrap_or_default(),
            issuer: issuer.unwrap_or_default(),
            client_id: client_id.unwrap_or_default(),
            client_secret: secret.flatten().unwrap_or_default(),
            groups_claim: claim.flatten().unwrap_or_else(|| USUAL_GROUPS_CLAIM.to_owned()),
            auto_join: fields.ticked("auto_join"),
        })
    }

    /// What [`ProviderInput::parse`] reads, without the secret.
    pub fn written(&self) -> Fields {
        let fields = Fields::default()
            .with("name", &self.name)
            .with("issuer", &self.issuer)
            .with("client_id", &self.client_id)
            .with("groups_claim", &self.groups_claim);
        if self.auto_join { fields.with("auto_join", "on") } else { fields }
    }
}

impl fmt::Debug for ProviderInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProviderInput({} at {})", self.client_id, self.issuer)
    }
}

/// A group of the provider's, and the role that it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMapping {
    /// As the provider writes it: a name or an id.
    pub group: String,
    /// What whoever is in it gets.
    pub role: RoleId,
}

impl GroupMapping {
    /// `group_name`, `role`.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let group = errors.take("group_name", line(fields.get("group_name"), MAX_GROUP));
        let role = match fields.get("role") {
            "" => Err(Problem::Required),
            text => text.parse().map_err(|_| Problem::NotAChoice),
        };
        let role = errors.take("role", role);
        match (group, role) {
            (Some(group), Some(role)) if errors.is_empty() => Ok(Self { group, role }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_read_and_hides_its_secret() {
        let fields = Fields::default()
            .with("name", " Acme ")
            .with("issuer", "https://id.example")
            .with("client_id", "roster")
            .with("client_secret", "hush");
        let input = ProviderInput::parse(&fields).unwrap();
        assert_eq!((input.name.as_str(), input.groups_claim.as_str(), input.auto_join), ("Acme", "groups", false));
        assert!(!format!("{input:?}").contains("hush"));
        assert_eq!(
            ProviderInput::parse(&input.written()).unwrap(),
            ProviderInput { client_secret: String::new(), ..input }
        );
        let errors = ProviderInput::parse(&Fields::default()).unwrap_err();
        assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["client_id", "issuer", "name"]);
    }

    #[test]
    fn a_mapping_names_a_group_and_a_role() {
        let errors = GroupMapping::parse(&Fields::default().with("role", "none")).unwrap_err();
        assert_eq!(errors.get("group_name"), Some(&Problem::Required));
        assert_eq!(errors.get("role"), Some(&Problem::NotAChoice));
    }
}
