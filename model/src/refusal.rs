//! Why a rule says no.

use crate::credits::Shortage;
use crate::plans::PlanLimit;
use crate::{Error, Problem};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Why something is not done: what a rule answers, what a row of long work keeps, what its report and the API show. A
/// failure of ours is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// As [`Error::NotFound`].
    NotFound,
    /// As [`Error::Forbidden`].
    Forbidden,
    /// As [`Error::FactorRequired`].
    FactorRequired,
    /// As [`Error::ProviderRequired`].
    ProviderRequired(String),
    /// As [`Error::EmailVerificationRequired`].
    EmailVerificationRequired,
    /// As [`Error::Conflict`].
    Conflict,
    /// As [`Error::OutOfCredits`].
    OutOfCredits(Shortage),
    /// As [`Error::PlanLimit`].
    PlanLimit(Box<PlanLimit>),
    /// What was asked for can't be: `field` names the control that asks for it, or is `form`.
    Invalid {
        /// The control's name, or `form`.
        field: Cow<'static, str>,
        /// What is wrong with it.
        problem: Problem,
    },
}

impl Refusal {
    /// Of a whole form.
    pub fn of(problem: Problem) -> Self {
        Self::at("form", problem)
    }

    /// Of one control.
    pub fn at(field: &'static str, problem: Problem) -> Self {
        Self::Invalid { field: Cow::Borrowed(field), problem }
    }

    /// The same at another control, for a form that asks by another name; what names no control stays as it is.
    #[must_use]
    pub fn moved_to(self, to: &'static str) -> Self {
        match self {
            Self::Invalid { problem, .. } => Self::at(to, problem),
            other => other,
        }
    }

    /// What is wrong, where it is something of a control.
    pub fn problem(&self) -> Option<Problem> {
        if let Self::Invalid { problem, .. } = self { Some(*problem) } else { None }
    }

    /// The refusal that an error is, of several problems the first.
    ///
    /// # Errors
    /// Gives the error back where it is none, such as a failure of ours.
    pub fn from_error(error: Error) -> Result<Self, Error> {
        match error {
            Error::NotFound => Ok(Self::NotFound),
            Error::Forbidden => Ok(Self::Forbidden),
            Error::FactorRequired => Ok(Self::FactorRequired),
            Error::ProviderRequired(provider) => Ok(Self::ProviderRequired(provider)),
            Error::EmailVerificationRequired => Ok(Self::EmailVerificationRequired),
            Error::Conflict => Ok(Self::Conflict),
            Error::OutOfCredits(shortage) => Ok(Self::OutOfCredits(shortage)),
            Error::PlanLimit(full) => Ok(Self::PlanLimit(full)),
            Error::Invalid(errors) => {
                let first = errors.iter().next().map(|(field, problem)| (Cow::Owned(field.to_owned()), *problem));
                let (field, problem) = first.ok_or(Error::Invalid(errors))?;
                Ok(Self::Invalid { field, problem })
            }
            other => Err(other),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::NotFound,
            Refusal::Forbidden => Self::Forbidden,
            Refusal::FactorRequired => Self::FactorRequired,
            Refusal::ProviderRequired(provider) => Self::ProviderRequired(provider),
            Refusal::EmailVerificationRequired => Self::EmailVerificationRequired,
            Refusal::Conflict => Self::Conflict,
            Refusal::OutOfCredits(shortage) => Self::OutOfCredits(shortage),
            Refusal::PlanLimit(full) => Self::PlanLimit(full),
            Refusal::Invalid { field, problem } => Self::at(&field, problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusal_and_error_say_the_same() {
        let refusals = [
            Refusal::NotFound,
            Refusal::Forbidden,
            Refusal::FactorRequired,
            Refusal::ProviderRequired("corp".into()),
            Refusal::EmailVerificationRequired,
            Refusal::Conflict,
            Refusal::PlanLimit(Box::new(PlanLimit {
                limit: crate::plans::Limit::People,
                plan: "Team".into(),
                max: 5,
                support: String::new(),
            })),
            Refusal::at("email", Problem::TooLong { max: 9 }),
        ];
        for refusal in refusals {
            assert_eq!(Refusal::from_error(Error::from(refusal.clone())), Ok(refusal));
        }
        assert_eq!(Refusal::from_error(Error::Busy(2)), Err(Error::Busy(2)));
    }

    #[test]
    fn stored_refusal_is_read_again() {
        let text = r#"{"invalid":{"field":"email","problem":{"lookalike":{"plain":["f","i",null,null]}}}}"#;
        let refusal: Refusal = serde_json::from_str(text).unwrap();
        assert_eq!(refusal.problem(), Some(Problem::Lookalike { plain: [Some('f'), Some('i'), None, None] }));
        assert_eq!(serde_json::to_string(&refusal).unwrap(), text);
        assert_eq!(serde_json::to_string(&Refusal::Forbidden).unwrap(), r#""forbidden""#);
    }
}
