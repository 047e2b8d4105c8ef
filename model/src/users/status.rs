//! Where someone stands in a workspace, and how they came.

use serde::{Deserialize, Serialize};

/// Where someone stands in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    Active,
    Suspended,
    /// Offered a place that they have not taken yet.
    Invited,
    /// Invited, and the invitation has run out.
    Expired,
    /// Gone, and restorable for 30 days; listed only where asked for.
    Removed,
}

impl Status {
    pub const ALL: [Self; 5] = [Self::Active, Self::Suspended, Self::Invited, Self::Expired, Self::Removed];

    pub fn name(self) -> &'static str {
        self.into()
    }

    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Has an account in the workspace, whether or not it may enter.
    pub fn is_member(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }
}

/// How someone became a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Source {
    Setup,
    Added,
    Invited,
    Imported,
    /// By the domain of their address.
    Joined,
    Seeded,
}

impl Source {
    pub const ALL: [Self; 6] = [Self::Setup, Self::Added, Self::Invited, Self::Imported, Self::Joined, Self::Seeded];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }

    pub fn name(self) -> &'static str {
        self.into()
    }
}
