//! Long work: bulk changes, imports, roles and groups of many.

use crate::ids::JobId;
use serde::{Deserialize, Serialize};

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum JobKind {
    #[default]
    Bulk,
    Import,
    /// Taking a change of a role over to its people.
    Role,
    /// The same of a group.
    Group,
}

impl JobKind {
    pub fn name(self) -> &'static str {
        self.into()
    }

    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// Where a piece of work stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum JobState {
    /// Finding out whom it is about.
    Collecting,
    /// The file's columns are to be confirmed.
    Mapping,
    /// Finding out what each row would do.
    Planning,
    /// The plan waits for a decision.
    Ready,
    Running,
    #[default]
    Done,
    Cancelled,
    Failed,
    Undoing,
    Undone,
}

impl JobState {
    pub const ALL: [Self; 10] = [
        Self::Collecting,
        Self::Mapping,
        Self::Planning,
        Self::Ready,
        Self::Running,
        Self::Done,
        Self::Cancelled,
        Self::Failed,
        Self::Undoing,
        Self::Undone,
    ];

    pub fn name(self) -> &'static str {
        self.into()
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// A server is at it, or soon will be.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Collecting | Self::Planning | Self::Running | Self::Undoing)
    }
}

/// A bulk change, as its page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BulkView {
    pub id: JobId,
    pub state: JobState,
    /// "Suspend", in the reader's language, with the role where it is one that is given.
    pub action: String,
    pub total: i64,
    pub done: i64,
    pub failed: i64,
    pub problems: Vec<RowProblem>,
    pub next: Option<i64>,
}

/// A part that could not be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    pub n: i64,
    pub who: String,
    /// Why, in the reader's words.
    pub why: String,
}
