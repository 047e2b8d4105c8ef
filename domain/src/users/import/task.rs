//! What is kept of an import beside its rows.

use crate::db::{Tx, query};
use crate::{Error, stored};
use model::ids::JobId;
use model::imports::Mapping;
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
}

impl Task {
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
