//! Nobody acts on those who hold what they don't (product rule 5).

use super::Person;
use crate::Membership;
use model::permissions::Permissions;
use model::users::Status;
use model::{Problem, Refusal};

/// Whether the actor holds all this: what someone holds, or what an invitation gives.
pub(crate) fn covers(actor: &Membership, super_user: bool, held: Permissions) -> bool {
    actor.super_user || (!super_user && actor.permissions.covers(held))
}

/// The person holds nothing that the actor doesn't; nobody acts on the owner but the owner.
pub(crate) fn can_act_on(actor: &Membership, person: &Person) -> Result<(), Refusal> {
    match () {
        () if !covers(actor, person.super_user, person.permissions) => Err(Refusal::Forbidden),
        () if person.owner && !actor.owner => Err(Refusal::of(Problem::OwnsWorkspace)),
        () => Ok(()),
    }
}

/// What would shut the actor out is not done to oneself.
pub(crate) fn is_someone_else(person: &Person) -> Result<(), Refusal> {
    if person.is_me { Err(Refusal::of(Problem::Yourself)) } else { Ok(()) }
}

/// The person is in a state in which it can be done.
pub(crate) fn has_status(person: &Person, expected: &[Status]) -> Result<(), Refusal> {
    if expected.contains(&person.status) { Ok(()) } else { Err(Refusal::of(Problem::WrongState)) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{actor, only, person};
    use super::*;
    use model::permissions::Permission;

    #[test]
    fn nobody_acts_on_those_who_hold_more() {
        let reader = actor(only(Permission::USERS_READ));
        let super_user = actor(Permissions::all());
        assert_eq!(can_act_on(&reader, &person()), Ok(()));
        let other = Person { permissions: Permissions::all(), ..person() };
        assert_eq!(can_act_on(&reader, &other), Err(Refusal::Forbidden));
        assert_eq!(can_act_on(&super_user, &other), Ok(()));
        let flagged = Person { super_user: true, ..person() };
        assert_eq!(can_act_on(&Membership { super_user: false, ..super_user }, &flagged), Err(Refusal::Forbidden));
    }

    #[test]
    fn owner_is_acted_on_by_the_owner_alone() {
        let owner = Person { super_user: true, owner: true, ..person() };
        let super_user = actor(Permissions::all());
        assert_eq!(can_act_on(&super_user, &owner), Err(Refusal::of(Problem::OwnsWorkspace)));
        assert_eq!(can_act_on(&Membership { owner: true, ..super_user }, &owner), Ok(()));
    }
}
