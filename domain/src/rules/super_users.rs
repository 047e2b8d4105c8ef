//! There is always at least one active super-user in a workspace (product rule 4).

use super::Person;
use model::{Problem, Refusal};

/// The owner stays a super-user until they have handed the workspace over.
fn spares_the_owner(person: &Person) -> Result<(), Refusal> {
    if person.owner { Err(Refusal::of(Problem::OwnsWorkspace)) } else { Ok(()) }
}

/// Without this one there is still one. `others_stay` says whether another active super-user without an end date is
/// there: one whose membership ends some day does not count.
pub(crate) fn keeps_a_super_user(is_active_super_user: bool, others_stay: bool) -> Result<(), Refusal> {
    if is_active_super_user && !others_stay { Err(Refusal::of(Problem::LastSuperUser)) } else { Ok(()) }
}

/// The person can stop being one: by losing the flag, or their place.
pub(crate) fn can_lose_super_user(person: &Person, others_stay: bool) -> Result<(), Refusal> {
    spares_the_owner(person)?;
    keeps_a_super_user(person.is_active_super_user(), others_stay)
}

#[cfg(test)]
mod tests {
    use super::super::tests::person;
    use super::*;
    use model::users::Status;

    #[test]
    fn last_super_user_stays() {
        let last = Person { super_user: true, ..person() };
        assert_eq!(can_lose_super_user(&last, false), Err(Refusal::of(Problem::LastSuperUser)));
        assert_eq!(can_lose_super_user(&last, true), Ok(()));
        assert_eq!(can_lose_super_user(&person(), false), Ok(()));
        assert_eq!(can_lose_super_user(&Person { status: Status::Suspended, ..last }, false), Ok(()));
    }

    #[test]
    fn owner_stays_however_many_others_there_are() {
        let owner = Person { super_user: true, owner: true, ..person() };
        assert_eq!(can_lose_super_user(&owner, true), Err(Refusal::of(Problem::OwnsWorkspace)));
    }
}
