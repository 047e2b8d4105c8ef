//! Mails that a person may rather not get. Those about the safety of their account always come.

use serde::{Deserialize, Serialize};

/// A kind of mail that can be turned off.
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
    /// In the order of the settings.
    pub const ALL: [Self; 3] = [Self::Access, Self::Accepted, Self::Work];

    /// The value of the form's control, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By the name that [`Notice::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// What has become of someone's membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AccessChange {
    /// Their roles are others, or the flag of a super-user is.
    Role,
    /// They may not enter any more, until they are activated.
    Suspended,
    /// They may enter again after a suspension.
    Activated,
    /// They are no member any more.
    Removed,
    /// They are a member again after a removal.
    Restored,
}

impl AccessChange {
    /// The key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
