//! How a workspace's page of signing in shows it.

use crate::ids::{AccountId, IdentityProviderId, RoleId};
use crate::page::When;
use crate::roles::RoleName;
use serde::{Deserialize, Serialize};

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
