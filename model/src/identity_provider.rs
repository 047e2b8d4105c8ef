//! A workspace's own identity provider: what is set of it, and what its page shows.

use crate::fields::{line, optional_line};
use crate::ids::{AccountId, IdentityProviderId, RoleId};
use crate::page::When;
use crate::roles::RoleName;
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};
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
    /// `group`, `role`.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let group = errors.take("group", line(fields.get("group"), MAX_GROUP));
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

/// How people sign in to a workspace, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInView {
    /// The key in addresses.
    pub slug: String,
    /// The reader can change it.
    pub may_edit: bool,
    /// Verified domains of the workspace: the provider is believed about addresses there.
    pub domains: Vec<String>,
    /// The roles that the reader can map groups to.
    pub roles: Vec<RoleName>,
    /// None: people sign in here.
    pub provider: Option<ProviderView>,
}

/// A workspace's provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderView {
    /// In addresses.
    pub id: IdentityProviderId,
    /// As people read it.
    pub name: String,
    /// As its discovery document writes it.
    pub issuer: String,
    /// Who Roster is there.
    pub client_id: String,
    /// There is a secret; nobody reads it again.
    pub has_secret: bool,
    /// The claim that lists groups.
    pub groups_claim: String,
    /// Whoever signs in there becomes a member.
    pub auto_join: bool,
    /// Edits count it up.
    pub version: i64,
    /// Where the provider sends people back to.
    pub redirect_uri: String,
    /// Where the provider says that someone has signed out.
    pub logout_uri: String,
    /// The last successful test of the present configuration.
    pub tested: Option<ProviderTest>,
    /// By group.
    pub groups: Vec<GroupRow>,
    /// Members have to sign in there.
    pub required: Option<BreakGlass>,
    /// Who could get in where the provider is not there, the one that is proposed first.
    pub candidates: Vec<Candidate>,
    /// Active members without an identity at the provider.
    pub without_identity: i64,
}

/// What came of signing in there to see what the provider tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderTest {
    /// When it was.
    pub at: When,
    /// Who has done it; empty where that is known no longer.
    pub by: String,
    /// What the provider told; none for those who can only read the settings.
    pub claims: Option<ClaimsView>,
}

/// What a provider has told of someone, and what Roster makes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimsView {
    /// Name and value, by name.
    pub claims: Vec<(String, String)>,
    /// The address; empty where there is none.
    pub email: String,
    /// Whether the address counts.
    pub email_state: EmailState,
    /// The groups.
    pub groups: Vec<String>,
    /// The names of the roles that the groups give.
    pub roles: Vec<String>,
}

/// Whether an address that a provider tells counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::EnumIter, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EmailState {
    /// It does.
    Taken,
    /// The provider tells none.
    Missing,
    /// `email_verified` is not true.
    NotVerified,
    /// `email_verified` is text.
    VerifiedAsText,
    /// It is at a domain that is not the workspace's.
    OtherDomain,
}

impl EmailState {
    /// The key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A group that is mapped to a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    /// As the provider writes it.
    pub group: String,
    /// The role.
    pub role: RoleId,
    /// Its name, in the reader's language.
    pub role_name: String,
    /// Who has mapped it.
    pub by: String,
    /// They could give the role now: otherwise it gives nothing.
    pub counts: bool,
}

/// Whoever gets in where the provider is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakGlass {
    /// Empty where the account is gone.
    pub name: String,
    /// None where it is gone.
    pub account: Option<AccountId>,
    /// They still can.
    pub fits: bool,
}

/// A super-user who signs in here with a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The value of the choice.
    pub account: AccountId,
    /// First and last name.
    pub name: String,
    /// Tells those of one name apart.
    pub email: String,
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
        assert_eq!(errors.get("group"), Some(&Problem::Required));
        assert_eq!(errors.get("role"), Some(&Problem::NotAChoice));
    }
}
