//! Mails that a person may rather not get. Those about the safety of their account always come.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Someone has changed what one may do in a workspace.
    Access,
    /// Someone whom one invited has come.
    Accepted,
    /// Long work that one began has ended.
    Work,
}

impl Notice {
    pub const ALL: [Self; 3] = [Self::Access, Self::Accepted, Self::Work];

    pub fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Accepted => "accepted",
            Self::Work => "work",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }
}

/// What has become of someone's membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessChange {
    Role,
    Suspended,
    Activated,
    Removed,
    Restored,
}

impl AccessChange {
    pub fn name(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Suspended => "suspended",
            Self::Activated => "activated",
            Self::Removed => "removed",
            Self::Restored => "restored",
        }
    }
}
