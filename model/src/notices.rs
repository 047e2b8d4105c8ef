//! Mails that a person may rather not get. Those about the safety of their account always come.

use serde::{Deserialize, Serialize};

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
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
        self.into()
    }

    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// What has become of someone's membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AccessChange {
    Role,
    Suspended,
    Activated,
    Removed,
    Restored,
}

impl AccessChange {
    pub fn name(self) -> &'static str {
        self.into()
    }
}
