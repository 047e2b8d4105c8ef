//! The file that long work was begun with, while it may be read again. It is kept in the database, which is all that
//! several servers share, in pieces that are each held in memory alone.

use crate::clock::{Micros, micros};
use crate::db::{Tx, contains, query};
use crate::{Error, file_error};
use model::ids::{JobId, WorkspaceId};
use model::jobs::JobState;
use std::io::{Read, Seek, Write};
use std::time::Duration;
use tempfile::NamedTempFile;

const PIECE_BYTES: u64 = 1024 * 1024;
/// Whoever has not decided by then uploads it again.
const KEPT: Duration = Duration::from_hours(7 * 24);

/// Whether the state still lets people choose how the file is read.
pub(super) fn is_kept_in(state: JobState) -> bool {
    matches!(state, JobState::Mapping | JobState::Planning | JobState::Ready)
}

pub(crate) async fn store_file(tx: &mut Tx, job: JobId, mut file: impl Read + Seek) -> Result<(), Error> {
    let failed = |error| file_error(error, "storing a file");
    file.rewind().map_err(failed)?;
    for n in 0_i64.. {
        let mut piece = Vec::new();
        if file.by_ref().take(PIECE_BYTES).read_to_end(&mut piece).map_err(failed)? == 0 {
            break;
        }
        query("INSERT INTO job_files (job_id, n, bytes) VALUES ($1, $2, $3)")
            .bind(job)
            .bind(n)
            .bind(piece)
            .run(tx)
            .await?;
    }
    Ok(())
}

/// A copy that goes with its handle; none where the file is kept no longer.
pub(crate) async fn load_file(tx: &mut Tx, job: JobId) -> Result<Option<NamedTempFile>, Error> {
    let failed = |error| file_error(error, "reading back a file");
    let mut file = NamedTempFile::new().map_err(failed)?;
    for n in 0_i64.. {
        let piece: Option<(Vec<u8>,)> =
            query("SELECT bytes FROM job_files WHERE job_id = $1 AND n = $2").bind(job).bind(n).optional(tx).await?;
        match piece {
            Some((bytes,)) => file.write_all(&bytes).map_err(failed)?,
            None if n == 0 => return Ok(None),
            None => break,
        }
    }
    Ok(Some(file))
}

pub(crate) async fn has_file(tx: &mut Tx, job: JobId) -> Result<bool, Error> {
    let (has,): (bool,) = query("SELECT EXISTS (SELECT 1 FROM job_files WHERE job_id = $1)").bind(job).one(tx).await?;
    Ok(has)
}

pub(crate) async fn delete_file(tx: &mut Tx, job: JobId) -> Result<(), Error> {
    query("DELETE FROM job_files WHERE job_id = $1").bind(job).run(tx).await?;
    Ok(())
}

pub(super) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query("DELETE FROM job_files WHERE job_id IN (SELECT id FROM jobs WHERE created_at <= $1)")
        .bind(now - micros(KEPT))
        .run(tx)
        .await?;
    Ok(())
}

/// Deletes the files that name someone, before the rows which say so are emptied.
pub(super) async fn erase_account(tx: &mut Tx, email_key: &str) -> Result<(), Error> {
    query(
        "DELETE FROM job_files WHERE job_id IN (SELECT id FROM jobs WHERE LOWER(task) LIKE $1 ESCAPE '!')
            OR job_id IN (SELECT job_id FROM job_rows WHERE key = $2 OR LOWER(input) LIKE $1 ESCAPE '!')",
    )
    .bind(contains(email_key))
    .bind(email_key)
    .run(tx)
    .await?;
    Ok(())
}

pub(super) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query("DELETE FROM job_files WHERE job_id IN (SELECT id FROM jobs WHERE workspace_id = $1)")
        .bind(workspace)
        .run(tx)
        .await?;
    Ok(())
}
