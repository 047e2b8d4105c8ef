//! Who may do what to whom, as predicates over plain data. None of them reads the database: a verb loads one person and
//! asks, the plan of an import loads many and asks the same, and a page asks to know what to offer. docs/rules.md
//! numbers the rules.

mod acting;
mod assigning;
mod personal;
mod super_users;

pub(crate) use acting::{can_act_on, covers, has_status, is_someone_else};
pub(crate) use assigning::{RolePermissions, can_assign_role, can_assign_super_user, can_hand_out, can_set_access};
pub(crate) use personal::{belongs_only_here, names_are_editable, password_is_settable, signs_in_here};
pub(crate) use super_users::{can_lose_super_user, keeps_a_super_user};

use crate::Membership;
use model::permissions::Permissions;
use model::users::Status;

/// What the rules ask of someone in a workspace.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
pub(crate) struct Person {
    pub status: Status,
    pub super_user: bool,
    /// The workspace is theirs.
    pub owner: bool,
    /// By their roles and those of their groups.
    pub permissions: Permissions,
    /// The actor themselves.
    pub is_me: bool,
    /// Their account belongs to another workspace too, as [`crate::members::SHARED`] has it.
    pub shared: bool,
    /// They sign in at a provider.
    pub at_provider: bool,
}

impl Person {
    /// The actor.
    pub(crate) fn acting(membership: &Membership) -> Self {
        Self {
            status: Status::Active,
            super_user: membership.super_user,
            owner: membership.owner,
            permissions: membership.permissions,
            is_me: true,
            shared: false,
            at_provider: false,
        }
    }

    /// Rule 4 is about them.
    pub(crate) fn is_active_super_user(&self) -> bool {
        self.super_user && self.status == Status::Active
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use model::permissions::Permission;

    /// An active member without any right.
    pub(crate) fn person() -> Person {
        Person {
            status: Status::Active,
            super_user: false,
            owner: false,
            permissions: Permissions::NONE,
            is_me: false,
            shared: false,
            at_provider: false,
        }
    }

    pub(crate) fn only(permission: Permission) -> Permissions {
        [permission].into_iter().collect()
    }

    /// Someone who acts, and holds these.
    pub(crate) fn actor(permissions: Permissions) -> Membership {
        Membership {
            workspace: uuid::Uuid::nil().into(),
            slug: "acme".into(),
            name: "Acme".into(),
            account: None,
            member: None,
            super_user: permissions == Permissions::all(),
            owner: false,
            owner_id: None,
            permissions,
        }
    }
}
