//! Where someone stands in a workspace, and how they came.

use serde::{Deserialize, Serialize};

/// Where someone stands in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    /// May enter, and counts as a user.
    Active,
    /// May not enter, until they are activated.
    Suspended,
    /// Offered a place that they have not taken yet.
    Invited,
    /// Invited, and the invitation has run out.
    Expired,
    /// Gone, and restorable for 30 days; listed only where asked for.
    Removed,
}

impl Status {
    /// In the order of the filter.
    pub const ALL: [Self; 5] = [Self::Active, Self::Suspended, Self::Invited, Self::Expired, Self::Removed];

    /// The name in the database, in addresses and in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By the name that [`Status::name`] gives.
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
    /// By setting up Roster, or by creating the workspace.
    Setup,
    /// Added at once, on a page or on the command line.
    Added,
    /// By an invitation of their own.
    Invited,
    /// By a file, whether it added or invited them.
    Imported,
    /// By the domain of their address.
    Joined,
    /// Made for the demo.
    Seeded,
}

impl Source {
    /// In the order of the filter.
    pub const ALL: [Self; 6] = [Self::Setup, Self::Added, Self::Invited, Self::Imported, Self::Joined, Self::Seeded];

    /// By the name that [`Source::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }

    /// The name in the database, in addresses and in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
