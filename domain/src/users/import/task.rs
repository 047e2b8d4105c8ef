//! What is kept of an import beside its rows.

use super::file::ParsedFile;
use crate::db::{Tx, query};
use crate::{Error, stored};
use model::ids::JobId;
use model::imports::{Mapping, Reading, StrayCells};
use serde::{Deserialize, Serialize};

/// The file of an import, and what its columns mean.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    /// The file's name.
    pub file: String,
    /// Who uploaded it, by name.
    pub by: String,
    /// What the columns are called; blank where the file does not say.
    pub header: Vec<String>,
    /// The first rows.
    pub samples: Vec<Vec<String>>,
    /// Rows of the file.
    pub rows: i64,
    /// As guessed, then as confirmed.
    pub mapping: Mapping,
    /// How the file is read; nothing is known of imports from before it could be chosen.
    #[serde(default)]
    pub reading: Reading,
    /// What of this a person chose.
    #[serde(default)]
    pub wished: Reading,
    /// The first rows, of which one may name the columns.
    #[serde(default)]
    pub head: Vec<HeadRow>,
    /// It is carried out as soon as it is planned: whoever asked for it wants to see no plan.
    #[serde(default)]
    pub apply: bool,
    /// What is left out because it stands beyond the last column.
    #[serde(default)]
    pub stray: StrayCells,
}

/// One of the first rows of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HeadRow {
    /// Its line.
    pub line: i64,
    /// Its cells; once it is stored, the first ones that are not blank, shortened.
    pub cells: Vec<String>,
}

impl Task {
    /// What is known of a file once it was read.
    pub(super) fn take(&mut self, file: &mut ParsedFile) {
        self.header = std::mem::take(&mut file.header);
        self.samples = std::mem::take(&mut file.samples);
        self.rows = file.rows;
        self.reading = file.reading.clone();
        self.head = std::mem::take(&mut file.head);
        self.stray = file.stray.clone();
    }

    pub(super) fn read(text: &str) -> Result<Self, Error> {
        stored::read(text, "the task of an import")
    }

    pub(super) fn written(&self) -> Result<String, Error> {
        stored::written(self, "the task of an import")
    }

    pub(super) async fn of(tx: &mut Tx, job: JobId) -> Result<Self, Error> {
        let (text,): (String,) = query("SELECT task FROM jobs WHERE id = $1").bind(job).one(tx).await?;
        Self::read(&text)
    }
}
