//! What came of the parts of long work.

use crate::db::{Tx, run_over};
use crate::{Error, stored};
use model::Refusal;
use model::ids::JobId;

/// What came of one part.
#[derive(Debug)]
pub(crate) struct RowOutcome {
    n: i64,
    outcome: &'static str,
    /// Why not, as JSON.
    problem: Option<String>,
    /// What undoing needs to know. None: as it was.
    undo: Option<String>,
}

impl RowOutcome {
    /// Done, with what undoing needs to know, or refused.
    pub(crate) fn of(n: i64, result: Result<Option<String>, Refusal>) -> Result<Self, Error> {
        Ok(match result {
            Ok(undo) => Self { n, outcome: "done", problem: None, undo },
            Err(refusal) => Self { n, outcome: "refused", problem: Some(written(&refusal)?), undo: None },
        })
    }

    /// Undone, or why it stays.
    pub(crate) fn of_undo(n: i64, problem: Option<&Refusal>) -> Result<Self, Error> {
        let outcome = if problem.is_none() { "undone" } else { "kept" };
        Ok(Self { n, outcome, problem: problem.map(written).transpose()?, undo: None })
    }
}

fn written(refusal: &Refusal) -> Result<String, Error> {
    stored::written(refusal, "a refusal")
}

/// Notes them all.
pub(crate) async fn set_outcomes(tx: &mut Tx, job: JobId, outcomes: Vec<RowOutcome>) -> Result<(), Error> {
    let row = |row: RowOutcome| [job.into(), row.n.into(), row.outcome.into(), row.problem.into(), row.undo.into()];
    run_over(tx, outcomes.into_iter().map(row), |values| {
        format!(
            "UPDATE job_rows SET outcome = v.column3, problem = v.column4, undo = COALESCE(v.column5, job_rows.undo)
             FROM (VALUES {values}) v WHERE job_rows.job_id = v.column1 AND job_rows.n = v.column2"
        )
    })
    .await?;
    Ok(())
}
