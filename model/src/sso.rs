//! Signing in at an identity provider.

use crate::page::When;
use serde::{Deserialize, Serialize};

/// A provider, as it is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderLink {
    /// In addresses.
    pub key: String,
    /// As people read it.
    pub name: String,
}

/// The identity providers of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvidersView {
    /// The earliest first.
    pub connected: Vec<IdentityRow>,
    /// Those that could be connected.
    pub offered: Vec<ProviderLink>,
}

/// Someone at a provider, whom the account is connected with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityRow {
    /// The key in forms.
    pub issuer: String,
    /// What people call the provider.
    pub name: String,
    /// Where it is on the web; none where its issuer is no address.
    pub site: Option<String>,
    /// As the provider tells it; may be empty.
    pub email: String,
    /// When the account was connected.
    pub since: When,
    /// When they last signed in there.
    pub last_used: Option<When>,
}

/// Why signing in at a provider came to nothing, as the address of the page that says so has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum SsoProblem {
    /// There is no such provider, or none any more.
    Unknown,
    /// The person, or the provider, has said no.
    Refused,
    /// It was begun in another browser, or too long ago.
    Expired,
    /// The provider gives no answer.
    Unreachable,
    /// What the provider says of itself can't be used: an operator has to look.
    Misconfigured,
    /// The issuer stands for the tenants of many companies.
    ManyTenants,
    /// What the provider has signed can't be believed.
    NotBelieved,
    /// The provider tells no address.
    EmailMissing,
    /// The provider does not say that the address is theirs.
    EmailNotVerified,
    /// The provider says so in text, where it has to be true or false.
    EmailVerifiedIsText,
    /// The address has an account that has not been connected with the provider.
    AccountExists,
    /// Nobody has an account with the address, and none is made.
    NoAccount,
    /// The address is at a domain that is not the workspace's.
    OtherDomain,
    /// Someone else's account is connected with whoever signed in there.
    OtherAccount,
    /// The person at the provider did not sign in again.
    NotConfirmed,
    /// The workspace's plan has no room.
    PlanFull,
}

impl SsoProblem {
    /// Its name, as addresses and keys of texts have it.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
