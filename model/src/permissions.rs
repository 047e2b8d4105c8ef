//! What a member may do in a workspace: resource × access.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a permission is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Resource {
    /// The members of the workspace.
    Users,
    /// Invitations that are open.
    Invitations,
    /// Roles and groups.
    Roles,
    /// The audit, and its export.
    Audit,
    /// The workspace's settings and its e-mail domains.
    Settings,
    /// The workspace's credits.
    Credits,
    /// Governs nothing yet.
    Tokens,
}

/// How far a permission goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Access {
    /// To see it.
    Read,
    /// To make and change it; no one writes what they can't read.
    Write,
    /// To delete it; no one deletes what they can't read.
    Delete,
}

impl Resource {
    /// In the order of the bits in [`Permissions`]: a new one comes last.
    pub const ALL: [Self; 7] =
        [Self::Users, Self::Invitations, Self::Roles, Self::Audit, Self::Settings, Self::Credits, Self::Tokens];

    /// Those that govern something today. The others can be stored, but are neither shown nor given.
    pub const IN_USE: [Self; 6] =
        [Self::Users, Self::Invitations, Self::Roles, Self::Audit, Self::Settings, Self::Credits];

    /// How permissions write it, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Access {
    /// In the order of the bits in [`Permissions`].
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Delete];

    /// How permissions write it, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Written `users:read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permission(pub Resource, pub Access);

impl Permission {
    /// To see the members, search and export them.
    pub const USERS_READ: Self = Self(Resource::Users, Access::Read);
    /// To add, edit and suspend members, and to bring back removed ones.
    pub const USERS_WRITE: Self = Self(Resource::Users, Access::Write);
    /// To remove members.
    pub const USERS_DELETE: Self = Self(Resource::Users, Access::Delete);
    /// To see the roles and the groups.
    pub const ROLES_READ: Self = Self(Resource::Roles, Access::Read);
    /// To create and edit roles and groups.
    pub const ROLES_WRITE: Self = Self(Resource::Roles, Access::Write);
    /// To delete roles and groups.
    pub const ROLES_DELETE: Self = Self(Resource::Roles, Access::Delete);
    /// To see and export what has happened.
    pub const AUDIT_READ: Self = Self(Resource::Audit, Access::Read);
    /// To see the settings and the e-mail domains.
    pub const SETTINGS_READ: Self = Self(Resource::Settings, Access::Read);
    /// To change the settings, the picture and the e-mail domains.
    pub const SETTINGS_WRITE: Self = Self(Resource::Settings, Access::Write);
    /// To see the open invitations.
    pub const INVITATIONS_READ: Self = Self(Resource::Invitations, Access::Read);
    /// To send invitations, and to send them again.
    pub const INVITATIONS_WRITE: Self = Self(Resource::Invitations, Access::Write);
    /// To revoke invitations.
    pub const INVITATIONS_DELETE: Self = Self(Resource::Invitations, Access::Delete);
    /// To see what the workspace has of credits, and where they go.
    pub const CREDITS_READ: Self = Self(Resource::Credits, Access::Read);
    /// To give, reserve and use credits, to limit their use, and to decide about requests for them.
    pub const CREDITS_WRITE: Self = Self(Resource::Credits, Access::Write);
    /// To correct what was entered.
    pub const CREDITS_DELETE: Self = Self(Resource::Credits, Access::Delete);

    /// Each access to each resource, in the order of the bits in [`Permissions`].
    pub fn all() -> impl Iterator<Item = Self> {
        Resource::ALL.into_iter().flat_map(|resource| Access::ALL.into_iter().map(move |access| Self(resource, access)))
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.0.name(), self.1.name())
    }
}

impl FromStr for Permission {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::all().find(|permission| permission.to_string() == text).ok_or(())
    }
}

/// A set of permissions; in the database and on the wire one number, bit `3 × resource + access`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions(i64);

impl Permissions {
    /// The empty set.
    pub const NONE: Self = Self(0);

    /// Everything there is: what a super-user holds.
    pub fn all() -> Self {
        Permission::all().collect()
    }

    /// From the number; bits that stand for no permission are dropped.
    pub fn from_bits(bits: i64) -> Self {
        Self(bits & Self::all().0)
    }

    /// The number that the database and the wire hold.
    pub fn bits(self) -> i64 {
        self.0
    }

    /// Whether this one is in the set.
    pub fn has(self, permission: Permission) -> bool {
        self.0 & bit(permission) != 0
    }

    /// Whether all of `other` is in here: nobody grants what they don't hold.
    pub fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Those of either set.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are not in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Those of resources that govern nothing yet: no page shows them, so none takes them away.
    #[must_use]
    pub fn unused(self) -> Self {
        self.iter().filter(|Permission(resource, _)| !Resource::IN_USE.contains(resource)).collect()
    }

    /// There is none in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each one in it, in the order of the bits.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::all().filter(move |permission| self.has(*permission))
    }

    /// With what makes no sense alone: whoever changes or deletes something sees it.
    #[must_use]
    pub fn complete(self) -> Self {
        self.iter()
            .flat_map(|Permission(resource, access)| [Permission(resource, Access::Read), Permission(resource, access)])
            .collect()
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<T: IntoIterator<Item = Permission>>(permissions: T) -> Self {
        Self(permissions.into_iter().fold(0, |bits, permission| bits | bit(permission)))
    }
}

fn bit(Permission(resource, access): Permission) -> i64 {
    1 << (3 * resource as i64 + access as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_permission_has_a_bit_and_a_name_of_its_own() {
        let mut seen = Permissions::NONE;
        for permission in Permission::all() {
            assert!(!seen.has(permission), "{permission} shares its bit");
            seen = seen.with([permission].into_iter().collect());
            assert_eq!(permission.to_string().parse(), Ok(permission));
        }
        assert_eq!(seen, Permissions::all());
        assert_eq!(Permissions::from_bits(-1), Permissions::all());
        let delete: Permissions = [Permission::USERS_DELETE].into_iter().collect();
        let both: Permissions = [Permission::USERS_READ, Permission::USERS_DELETE].into_iter().collect();
        assert_eq!(delete.complete(), both);
        assert_eq!(both.without(delete).iter().collect::<Vec<_>>(), [Permission::USERS_READ]);
    }
}
