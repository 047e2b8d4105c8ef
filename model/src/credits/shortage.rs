//! Why something that costs credits is not done.

use serde::{Deserialize, Serialize};

/// What is missing: HTTP's 402.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shortage {
    /// What stands in the way.
    pub reason: ShortageReason,
    /// What would have been taken.
    pub needed: i64,
    /// What can be taken now.
    pub available: i64,
}

impl Shortage {
    /// How many more it takes.
    pub fn missing(&self) -> i64 {
        self.needed.saturating_sub(self.available)
    }
}

/// What stands in the way of using credits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ShortageReason {
    /// The workspace has too few.
    Balance,
    /// The workspace may use so many in a month, for this feature or in all.
    WorkspaceCap,
    /// Whoever asks may use so many in a month.
    MemberCap,
}

impl ShortageReason {
    /// As the API writes it, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
