//! Reading a file again, in another way: what its columns mean is to be confirmed anew.

use super::file::{ParsedFile, read_file};
use super::task::Task;
use super::upload::{guessed_columns, store};
use crate::db::{Tx, query};
use crate::{Context, Error, Membership, jobs, queue};
use model::Problem;
use model::ids::JobId;
use model::imports::{FileProblem, Mapping, Reading};
use model::jobs::{JobKind, JobState};
use model::permissions::Permission;

/// Reads an import's file as wished, with this mapping so far, or says what is wrong with it when it is read so; then nothing is changed. For
/// those who see the import; needs `users:write`. [`Error::Conflict`] once people are being imported, or when the file
/// is kept no longer.
pub async fn reread(
    ctx: &Context,
    slug: &str,
    id: JobId,
    wished: Reading,
    mapping: Mapping,
) -> Result<Result<(), FileProblem>, Error> {
    let mut tx = ctx.read().await?;
    let membership = allowed(ctx, &mut tx, slug, id).await?;
    let task = Task::of(&mut tx, id).await?;
    let is_there = |line: i64| line == Reading::NO_HEADER || task.head.iter().any(|row| row.line == line);
    if wished.header.is_some_and(|line| !is_there(line)) {
        return Err(Error::at("header", Problem::NotAChoice));
    }
    let file = queue::load_file(&mut tx, id).await?.ok_or(Error::Conflict)?;
    drop((tx, membership));
    match read_file(file, wished.clone()).await? {
        Ok(file) => replace(ctx, slug, id, Task { mapping, wished, ..task }, file).await.map(Ok),
        Err(problem) => Ok(Err(problem)),
    }
}

async fn allowed(ctx: &Context, tx: &mut Tx, slug: &str, id: JobId) -> Result<Membership, Error> {
    let membership = ctx.membership(tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    membership.require_account()?;
    jobs::find(tx, &membership, id, JobKind::Import).await?;
    Ok(membership)
}

/// The rows as they are read now, in place of those from before.
async fn replace(ctx: &Context, slug: &str, id: JobId, mut task: Task, mut file: ParsedFile) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    allowed(ctx, &mut tx, slug, id).await?;
    let taken = query(
        "UPDATE jobs SET total = $2, done = 0, failed = 0 WHERE id = $1 AND state IN ('mapping', 'ready')
             AND EXISTS (SELECT 1 FROM job_files WHERE job_id = $1)",
    )
    .bind(id)
    .bind(file.rows)
    .run(&mut tx)
    .await?;
    if taken == 0 {
        return Err(Error::Conflict);
    }
    let is_same_table = task.header == file.header && task.reading.header == file.reading.header;
    if !is_same_table {
        task.mapping.columns = guessed_columns(&file);
    }
    task.take(&mut file);
    query("UPDATE jobs SET task = $2 WHERE id = $1").bind(id).bind(task.written()?).run(&mut tx).await?;
    query("DELETE FROM job_rows WHERE job_id = $1").bind(id).run(&mut tx).await?;
    store(&mut tx, id, &mut file).await?;
    queue::transition(ctx, &mut tx, id, JobState::Mapping).await?;
    Ok(tx.commit().await?)
}
