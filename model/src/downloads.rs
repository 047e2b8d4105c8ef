//! How far a download has come.

use serde::{Deserialize, Serialize};

/// What a page that waits for a download is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownloadProgress {
    /// Whether it goes on, and how it has ended.
    pub state: DownloadState,
    /// Rows that are in the file.
    pub done: i64,
    /// How many there will be; none where nobody has counted them.
    pub total: Option<i64>,
}

/// Where a download stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DownloadState {
    /// The file is being made or sent.
    Running,
    /// All of it is sent.
    Done,
    /// Whoever downloads it has stopped.
    Cancelled,
    /// It could not be finished.
    Failed,
}

impl DownloadState {
    /// The name in the database.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By the name that [`DownloadState::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}
