//! Nobody gives what they don't hold (product rule 5).

use super::{Person, can_lose_super_user};
use crate::Membership;
use model::ids::RoleId;
use model::permissions::Permissions;
use model::users::Access;
use model::{Problem, Refusal};
use std::collections::{BTreeSet, HashMap};

/// What each role that can be given allows.
pub(crate) type RolePermissions = HashMap<RoleId, Permissions>;

/// The super-user flag is given by those who have it.
pub(crate) fn can_assign_super_user(giver: &Membership) -> Result<(), Refusal> {
    if giver.super_user { Ok(()) } else { Err(Refusal::at("role", Problem::NotYoursToGive)) }
}

/// A role, a group or whatever else gives rights is given, changed and taken by those who hold all that it gives.
pub(crate) fn can_hand_out(giver: &Membership, given: Permissions) -> Result<(), Refusal> {
    if giver.permissions.covers(given) { Ok(()) } else { Err(Refusal::of(Problem::NotYoursToGive)) }
}

/// The role is one of the workspace's, and the giver's to give. `None`: there is no such role.
pub(crate) fn can_assign_role(giver: &Membership, role: Option<Permissions>) -> Result<(), Refusal> {
    let role = role.ok_or(Refusal::at("role", Problem::NotAChoice))?;
    can_hand_out(giver, role).map_err(|refusal| refusal.moved_to("role"))
}

/// Someone who has these roles of their own gets exactly this access. What they keep is nobody's gift. `others_stay` as
/// [`super::keeps_a_super_user`] has it; `None` for `person`: they are no member yet.
pub(crate) fn can_set_access(
    giver: &Membership,
    person: Option<&Person>,
    had: &BTreeSet<RoleId>,
    to: &Access,
    roles: &RolePermissions,
    others_stay: bool,
) -> Result<(), Refusal> {
    if !to.super_user && to.roles.is_empty() {
        return Err(Refusal::at("role", Problem::Required));
    }
    match person {
        Some(person) if !to.super_user => {
            can_lose_super_user(person, others_stay).map_err(|refusal| refusal.moved_to("role"))?;
        }
        Some(person) if person.super_user => {}
        _ if to.super_user => can_assign_super_user(giver)?,
        _ => {}
    }
    to.roles.iter().filter(|id| !had.contains(id)).try_for_each(|id| can_assign_role(giver, roles.get(id).copied()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{actor, only, person};
    use super::*;
    use model::permissions::Permission;

    #[test]
    fn nobody_gives_what_they_do_not_hold() {
        let reads = only(Permission::USERS_READ);
        let giver = actor(reads);
        let (reader, writer, unknown) =
            (RoleId(uuid::Uuid::from_u128(1)), RoleId(uuid::Uuid::from_u128(2)), RoleId(uuid::Uuid::from_u128(3)));
        let roles = RolePermissions::from([(reader, reads), (writer, only(Permission::USERS_WRITE))]);
        let set = |had: &[RoleId], super_user, to: &[RoleId]| {
            let to = Access { super_user, roles: to.to_vec() };
            can_set_access(&giver, Some(&person()), &had.iter().copied().collect(), &to, &roles, true)
        };
        let refused = |problem| Err(Refusal::at("role", problem));
        assert_eq!(set(&[], false, &[reader]), Ok(()));
        assert_eq!(set(&[], false, &[writer]), refused(Problem::NotYoursToGive));
        assert_eq!(set(&[writer], false, &[writer, reader]), Ok(()));
        assert_eq!(set(&[], false, &[unknown]), refused(Problem::NotAChoice));
        assert_eq!(set(&[], true, &[]), refused(Problem::NotYoursToGive));
        assert_eq!(set(&[reader], false, &[]), refused(Problem::Required));
    }

    #[test]
    fn last_super_user_keeps_the_flag() {
        let last = Person { super_user: true, ..person() };
        let role = RoleId(uuid::Uuid::from_u128(1));
        let roles = RolePermissions::from([(role, Permissions::NONE)]);
        let to = Access { super_user: false, roles: vec![role] };
        let set =
            |others| can_set_access(&actor(Permissions::all()), Some(&last), &BTreeSet::new(), &to, &roles, others);
        assert_eq!(set(false), Err(Refusal::at("role", Problem::LastSuperUser)));
        assert_eq!(set(true), Ok(()));
    }
}
