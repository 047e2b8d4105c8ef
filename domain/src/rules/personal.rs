//! What belongs to a person rather than to a workspace (product rules 1 and 12).

use super::Person;
use model::{Problem, Refusal};

/// The account belongs to no other workspace (product rule 1).
pub(crate) fn belongs_only_here(person: &Person) -> Result<(), Refusal> {
    if person.shared { Err(Refusal::of(Problem::SharedAccount)) } else { Ok(()) }
}

/// Names and telephone number are this workspace's to change, or one's own.
pub(crate) fn names_are_editable(person: &Person) -> Result<(), Refusal> {
    if person.is_me { Ok(()) } else { belongs_only_here(person) }
}

/// They sign in here, not at a provider (product rule 12).
pub(crate) fn signs_in_here(person: &Person) -> Result<(), Refusal> {
    if person.at_provider { Err(Refusal::of(Problem::SignsInElsewhere)) } else { Ok(()) }
}

/// The password is this workspace's to set.
pub(crate) fn password_is_settable(person: &Person) -> Result<(), Refusal> {
    signs_in_here(person)?;
    names_are_editable(person)
}

#[cfg(test)]
mod tests {
    use super::super::tests::person;
    use super::*;

    #[test]
    fn shared_account_is_its_holders_alone() {
        let shared = Person { shared: true, ..person() };
        assert_eq!(names_are_editable(&shared), Err(Refusal::of(Problem::SharedAccount)));
        assert_eq!(password_is_settable(&shared), Err(Refusal::of(Problem::SharedAccount)));
        assert_eq!(names_are_editable(&Person { is_me: true, ..shared }), Ok(()));
    }

    #[test]
    fn provider_is_named_before_other_workspaces() {
        let there = Person { shared: true, at_provider: true, ..person() };
        assert_eq!(password_is_settable(&there), Err(Refusal::of(Problem::SignsInElsewhere)));
        assert_eq!(names_are_editable(&Person { at_provider: true, ..person() }), Ok(()));
    }
}
