//! What a member may do in a workspace: resource × access.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Resource {
    Users,
    Invitations,
    Roles,
    Audit,
    Settings,
    Credits,
    Tokens,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Access {
    Read,
    Write,
    Delete,
}

impl Resource {
    pub const ALL: [Self; 7] =
        [Self::Users, Self::Invitations, Self::Roles, Self::Audit, Self::Settings, Self::Credits, Self::Tokens];

    /// Those that govern something today. The others can be stored, but are neither shown nor given.
    pub const IN_USE: [Self; 5] = [Self::Users, Self::Invitations, Self::Roles, Self::Audit, Self::Settings];

    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Access {
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Delete];

    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Written `users:read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permission(pub Resource, pub Access);

impl Permission {
    pub const USERS_READ: Self = Self(Resource::Users, Access::Read);
    pub const USERS_WRITE: Self = Self(Resource::Users, Access::Write);
    pub const USERS_DELETE: Self = Self(Resource::Users, Access::Delete);
    pub const ROLES_READ: Self = Self(Resource::Roles, Access::Read);
    pub const ROLES_WRITE: Self = Self(Resource::Roles, Access::Write);
    pub const ROLES_DELETE: Self = Self(Resource::Roles, Access::Delete);
    pub const AUDIT_READ: Self = Self(Resource::Audit, Access::Read);
    pub const SETTINGS_READ: Self = Self(Resource::Settings, Access::Read);
    pub const SETTINGS_WRITE: Self = Self(Resource::Settings, Access::Write);
    pub const INVITATIONS_READ: Self = Self(Resource::Invitations, Access::Read);
    pub const INVITATIONS_WRITE: Self = Self(Resource::Invitations, Access::Write);
    pub const INVITATIONS_DELETE: Self = Self(Resource::Invitations, Access::Delete);

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
    pub const NONE: Self = Self(0);

    /// Everything there is: what a super-user holds.
    pub fn all() -> Self {
        Permission::all().collect()
    }

    pub fn from_bits(bits: i64) -> Self {
        Self(bits & Self::all().0)
    }

    pub fn bits(self) -> i64 {
        self.0
    }

    pub fn has(self, permission: Permission) -> bool {
        self.0 & bit(permission) != 0
    }

    /// Whether all of `other` is in here: nobody grants what they don't hold.
    pub fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Those of resources that govern nothing yet: no page shows them, so none takes them away.
    #[must_use]
    pub fn unused(self) -> Self {
        self.iter().filter(|Permission(resource, _)| !Resource::IN_USE.contains(resource)).collect()
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

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
