//! How long finished work is kept, and what it says of people.

use super::file;
use crate::Error;
use crate::clock::{Micros, micros};
use crate::db::{Tx, contains, query};
use model::ids::{MemberId, WorkspaceId};
use model::jobs::JobState;
use std::time::Duration;

/// Once it has ended, or has been left unfinished: 30 days.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// Deletes what ended that long ago.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    file::sweep(tx, now).await?;
    query("DELETE FROM job_rows WHERE job_id IN (SELECT id FROM jobs WHERE finished_at <= $1)")
        .bind(now - micros(KEPT))
        .run(tx)
        .await?;
    query("DELETE FROM jobs WHERE finished_at <= $1").bind(now - micros(KEPT)).run(tx).await?;
    Ok(())
}

/// Empties the parts that are about someone, in every workspace; they stay to be counted. One that was still to be done
/// is refused when its turn comes, as there is nothing in it. Reads all parts: accounts are deleted rarely, and no list
/// needs an index by person.
pub(crate) async fn erase_account(
    tx: &mut Tx,
    (email, email_key): (&str, &str),
    members: &[MemberId],
) -> Result<(), Error> {
    const EMPTY: &str = "UPDATE job_rows SET label = '', key = NULL, input = NULL, detail = NULL,
        undo = CASE WHEN undo LIKE '{\"changed\"%' THEN NULL ELSE undo END";
    file::erase_account(tx, email_key).await?;
    // A file that has no plan yet has no keys.
    query(format!("{EMPTY} WHERE key = $1 OR label = $2 OR LOWER(input) LIKE $3 ESCAPE '!'"))
        .bind(email_key)
        .bind(email)
        .bind(contains(email_key))
        .run(tx)
        .await?;
    for member in members {
        query(format!("{EMPTY} WHERE subject_id = $1 OR undo LIKE $2 ESCAPE '!'"))
            .bind(*member)
            .bind(contains(&member.to_string()))
            .run(tx)
            .await?;
    }
    // Whom finished work looked for. Work under way would find others without it.
    let at_work = JobState::ALL.into_iter().filter(|state| state.is_at_work());
    let at_work: Vec<String> = at_work.map(|state| format!("'{}'", state.name())).collect();
    query(format!(
        "UPDATE jobs SET task = REPLACE(task, $1, '') WHERE task LIKE $2 ESCAPE '!' AND state NOT IN ({})",
        at_work.join(", ")
    ))
    .bind(email)
    .bind(contains(email))
    .run(tx)
    .await?;
    Ok(())
}

/// Deletes the parts of one piece of a workspace's work; answers how many, none once all are gone.
pub(crate) async fn erase_workspace_rows(tx: &mut Tx, workspace: WorkspaceId) -> Result<u64, Error> {
    let rows = query(
        "DELETE FROM job_rows WHERE job_id = (SELECT j.id FROM jobs j WHERE j.workspace_id = $1 AND EXISTS
             (SELECT 1 FROM job_rows r WHERE r.job_id = j.id) LIMIT 1)",
    );
    Ok(rows.bind(workspace).run(tx).await?)
}

/// Deletes a workspace's work, once its parts are gone.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    file::erase_workspace(tx, workspace).await?;
    query("DELETE FROM jobs WHERE workspace_id = $1").bind(workspace).run(tx).await?;
    Ok(())
}
