//! Why a provider could not be used.

use crate::egress::Unreached;
use std::fmt;

/// Why a provider could not be used. Its text is for the log: it holds no token, code or secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Its server gave no answer in time, or may not be asked.
    #[error("the provider can't be reached: {0}")]
    Unreachable(String),
    /// It answered with a status that is none of success.
    #[error("the provider answered {0}")]
    Status(u16),
    /// Its answer was longer than what is read, or broke off.
    #[error("the provider's answer is too long, or broke off")]
    TooLong,
    /// Its answer is not what the specification says.
    #[error("the provider's answer can't be read: {0}")]
    Unreadable(String),
    /// The discovery document is about another issuer (OpenID Connect Discovery 1.0, 4.3).
    #[error("the discovery document names the issuer {0}")]
    OtherIssuer(String),
    /// The issuer stands for many tenants: anyone could sign in.
    #[error("the issuer stands for many tenants")]
    ManyTenants,
    /// The discovery document leads to a host that is not the issuer's.
    #[error("the discovery document leads to {0}, which is not the issuer's")]
    ForeignHost(String),
    /// It does not offer what is needed.
    #[error("the provider does not offer {0}")]
    Unsupported(&'static str),
    /// It has refused, with an error of OAuth.
    #[error("the provider refused: {0}")]
    Refused(Refusal),
    /// `email_verified` is text, where it has to be true or false (OpenID Connect Core 1.0, 5.1).
    #[error("email_verified is text")]
    TextualEmailVerified,
    /// What it has signed failed a check.
    #[error("a check failed: {0}")]
    Check(String),
}

/// An error of OAuth 2.0 (RFC 6749, 4.1.2.1 and 5.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// Such as `invalid_grant`.
    pub error: String,
    /// Microsoft's finer word, such as `consent_required`; may be empty.
    pub suberror: String,
    /// For people, in the provider's language; may be empty, and may hold their names: it is not logged.
    pub description: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)?;
        if self.suberror.is_empty() { Ok(()) } else { write!(f, " ({})", self.suberror) }
    }
}

impl From<Unreached> for Failure {
    fn from(unreached: Unreached) -> Self {
        Self::Unreachable(format!("{unreached:?}"))
    }
}
