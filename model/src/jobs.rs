//! Long work: bulk changes, imports, roles and groups of many.

use crate::ids::JobId;
use serde::{Deserialize, Serialize};

/// What a piece of work does.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum JobKind {
    /// One action on many members.
    #[default]
    Bulk,
    /// Reading a file of people, and applying or undoing it.
    Import,
    /// Taking a change of a role over to its people.
    Role,
    /// The same of a group.
    Group,
}

impl JobKind {
    /// The name in the database.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By the name that [`JobKind::name`] gives.
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
    /// Doing what was asked for, row by row.
    Running,
    /// Finished, though single rows may have failed.
    #[default]
    Done,
    /// Stopped by a person; what is done stays.
    Cancelled,
    /// Stopped by Roster: whoever began it may no longer do this.
    Failed,
    /// Taking back what an import has done.
    Undoing,
    /// What could be taken back has been.
    Undone,
}

impl JobState {
    /// In the order in which they can follow each other.
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

    /// The name in the database and in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By the name that [`JobState::name`] gives.
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
    /// The job, for its page's address.
    pub id: JobId,
    /// How far it has come.
    pub state: JobState,
    /// "Suspend", in the reader's language, with the role where it is one that is given.
    pub action: String,
    /// How many members it is about.
    pub total: i64,
    /// How many are done.
    pub done: i64,
    /// How many could not be done.
    pub failed: i64,
    /// A page of those that could not be done.
    pub problems: Vec<RowProblem>,
    /// The row after which the next page of problems begins; none on the last page.
    pub next: Option<i64>,
}

/// A part that could not be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// The number of the row; of an import, its line in the file.
    pub n: i64,
    /// Whom it is about, by their name or their address.
    pub who: String,
    /// Why, in the reader's words.
    pub why: String,
}
