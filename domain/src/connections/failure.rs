//! Why a service can't be used: what the person reads, and what becomes of the grant.

use crate::clock::Micros;
use crate::oauth::Failure;
use crate::{Error, internal};
use model::Problem;
use model::connections::ConnectionProblem;

/// What an error of OAuth means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub problem: ConnectionProblem,
    /// The grant is over: its tokens are of no use any more.
    pub ends_grant: bool,
    /// Roster's own secret at the provider has expired, or is wrong.
    pub secret: bool,
}

/// Why a call in someone's name came to nothing.
#[derive(Clone, Debug)]
pub(crate) enum CallError {
    /// The person, or the operator, has to do something.
    Problem(ConnectionProblem),
    /// Not now; again from this moment on.
    Later(Micros),
    /// There was no answer: it may have been done.
    NoAnswer,
    /// What the call goes on from is known no longer.
    Gone,
    /// It was there already.
    Duplicate,
    /// Of our own.
    Verb(Error),
}

impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        Self::Verb(error)
    }
}

impl From<crate::db::DbError> for CallError {
    fn from(error: crate::db::DbError) -> Self {
        Self::Verb(error.into())
    }
}

impl CallError {
    /// What the person reads of it; an error of ours stays one.
    pub fn problem(self) -> Result<ConnectionProblem, Error> {
        match self {
            Self::Problem(problem) => Ok(problem),
            Self::Later(_) | Self::NoAnswer | Self::Gone | Self::Duplicate => Ok(ConnectionProblem::Unavailable),
            Self::Verb(error) => Err(error),
        }
    }

    /// The same at a form of something that the service was to do.
    pub fn at_form(self) -> Error {
        let problem = match self {
            Self::NoAnswer => Problem::MaybeDone,
            Self::Problem(problem) if problem.needs_reconnect() => Problem::NotConnected,
            Self::Problem(_) | Self::Later(_) | Self::Gone | Self::Duplicate => Problem::ServiceUnavailable,
            Self::Verb(error) => return error,
        };
        Error::at("form", problem)
    }
}

/// Of a request for tokens that was not refused, and not answered either.
pub(crate) fn problem_of(failure: &Failure) -> ConnectionProblem {
    match failure {
        Failure::Unreachable(_) | Failure::Status(429 | 500..) | Failure::TooLong => ConnectionProblem::Unavailable,
        _ => ConnectionProblem::Misconfigured,
    }
}

/// A sealed value that does not open.
pub(crate) fn unopened() -> Error {
    internal("opening a connection", "SECRET_KEY is another one")
}
