//! The one error that crosses the wire.
//!
//! A domain verb answers it; a page shows it; a server function carries it as JSON. What a person can mend is named by
//! its field ([`Error::Invalid`]); what only an operator can mend is logged under the request id and shows nothing else
//! ([`Error::Internal`]).

use crate::FieldErrors;
use crate::credits::Shortage;
use crate::plans::PlanLimit;
use serde::{Deserialize, Serialize};

/// Why a request was not done, as the domain answers it and the wire carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Error {
    /// Not there, or not yours: the two can't be told apart.
    #[error("not found")]
    NotFound,
    /// You may see the place but not do this.
    #[error("forbidden")]
    Forbidden,
    /// There is no session, or it has ended.
    #[error("signed out")]
    SignedOut,
    /// The session may do one thing only: choose a new password.
    #[error("a new password must be chosen first")]
    PasswordChangeDue,
    /// The session may do one thing only: give the code of the second factor.
    #[error("the code of the second factor is due")]
    FactorDue,
    /// The workspace opens once its member's address is proven.
    #[error("the e-mail address must be verified first")]
    EmailVerificationRequired,
    /// The workspace asks for a second factor, and whoever is signed in has none yet.
    #[error("a second factor must be set up first")]
    FactorRequired,
    /// The workspace opens to those who have signed in at its provider, whose key this is.
    #[error("signing in at the workspace's provider is due")]
    ProviderRequired(String),
    /// The token may be used from other network addresses only.
    #[error("not from this network address")]
    AddressNotAllowed,
    /// Whoever is signed in has to show again that they are the account's holder.
    #[error("confirmation due")]
    ConfirmationDue,
    /// One or more fields can't be taken; nothing has changed.
    #[error("invalid: {0:?}")]
    Invalid(FieldErrors),
    /// It costs credits, and there are too few; nothing has changed.
    #[error("out of credits: {0:?}")]
    OutOfCredits(Shortage),
    /// The workspace's plan has no room for more of it.
    #[error("the plan {} allows {} {}", .0.plan, .0.max, .0.limit.name())]
    PlanLimit(Box<PlanLimit>),
    /// The thing has moved on since it was read.
    #[error("conflict")]
    Conflict,
    /// Too many failures; seconds until it is worth trying again.
    #[error("try again in {0} s")]
    TryLater(u32),
    /// More work than there is room for, or the database is away; seconds until it is worth trying again.
    #[error("busy, try again in {0} s")]
    Busy(u32),
    /// Ours to mend.
    #[error("internal error")]
    Internal(Logged),
}

/// The cause of an [`Error::Internal`] has been logged. Clippy lets two places make one: `domain::internal`, which
/// logs, and the browser, where an answer can't be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logged(());

impl Logged {
    /// Says that the cause is logged: the caller has done so.
    pub fn already() -> Self {
        Self(())
    }
}

impl Error {
    /// The HTTP status that says the same (RFC 9110, RFC 6585).
    pub fn status(&self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::OutOfCredits(_) => 402,
            Self::Forbidden
            | Self::PasswordChangeDue
            | Self::FactorDue
            | Self::FactorRequired
            | Self::ProviderRequired(_)
            | Self::EmailVerificationRequired
            | Self::AddressNotAllowed
            | Self::PlanLimit(_)
            | Self::ConfirmationDue => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Invalid(_) => 422,
            Self::TryLater(_) => 429,
            Self::Internal(_) => 500,
            Self::Busy(_) => 503,
        }
    }

    /// The same problem at another field, for a form that calls it otherwise; what names no field stays as it is.
    #[must_use]
    pub fn moved_to(self, field: &str) -> Self {
        let problem = match &self {
            Self::Invalid(errors) => errors.iter().next().map(|(_, problem)| *problem),
            _ => None,
        };
        problem.map_or(self, |problem| Self::at(field, problem))
    }

    /// One field, one problem.
    pub fn at(field: &str, problem: crate::Problem) -> Self {
        Self::Invalid(FieldErrors::one(field, problem))
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}
