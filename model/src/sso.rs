//! Signing in at an identity provider.

use serde::{Deserialize, Serialize};

/// A provider, as it is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderLink {
    /// In addresses.
    pub key: String,
    /// As people read it.
    pub name: String,
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
