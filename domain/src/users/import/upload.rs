//! A file becomes an import, all of it or nothing.

use super::file::ParsedFile;
use super::guess::{guess, guess_address};
use super::task::Task;
use crate::db::{Rows, Tx, query};
use crate::mail::name_of;
use crate::members::roles::default_role;
use crate::queue::{self, NewJob};
use crate::{Context, Error, Membership, audit, file_error};
use model::ids::JobId;
use model::imports::{Mapping, Reading, StrayCells};
use model::jobs::{JobKind, JobState};
use model::permissions::Permission;
use model::users::{MemberField, RoleChoice};
use model::wizard::AddMode;

/// Rows that are stored by one statement.
const BATCH: usize = 500;

/// Asked before a file is taken. Needs `users:write`, and an account whose import it is.
pub async fn may_upload(ctx: &Context, slug: &str) -> Result<(), Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    membership.require_account().map(|_| ())
}

/// Stores a file and its rows; what its columns mean is to be confirmed next. Needs `users:write`.
pub async fn upload(ctx: &Context, slug: &str, name: &str, mut file: ParsedFile) -> Result<JobId, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    let mut task = Task {
        file: name.chars().filter(|c| !c.is_control()).take(200).collect(),
        by: name_of(&mut tx, membership.account).await?,
        mapping: guessed(&mut tx, &membership, &file).await?,
        header: Vec::new(),
        samples: Vec::new(),
        rows: 0,
        reading: Reading::default(),
        wished: Reading::default(),
        head: Vec::new(),
        apply: false,
        stray: StrayCells::default(),
    };
    task.take(&mut file);
    let new = NewJob { kind: JobKind::Import, task: task.written()?, state: JobState::Mapping, total: file.rows };
    let job = queue::add(ctx, &mut tx, &membership, new).await?;
    // One that is left here is forgotten with those that are done.
    query("UPDATE jobs SET finished_at = $2 WHERE id = $1").bind(job).bind(ctx.now()).run(&mut tx).await?;
    store(&mut tx, job, &mut file).await?;
    queue::store_file(&mut tx, job, &file.source).await?;
    audit::Event::new(audit::Action::ImportStart)
        .within(membership.workspace)
        .target(job, &task.file)
        .after(&serde_json::json!({ "rows": task.rows }))
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(job)
}

pub(super) async fn store(tx: &mut Tx, job: JobId, file: &mut ParsedFile) -> Result<(), Error> {
    loop {
        let rows = file.next(BATCH).map_err(|error| file_error(error, "reading back what was uploaded"))?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut stored = Rows::of("job_rows (job_id, n, label, input)");
        for (n, cells) in rows {
            stored.push([job.into(), n.into(), "".into(), cells.into()]);
        }
        stored.insert(tx).await?;
    }
}

/// What can be told from the names of the columns, and what is usual: an invitation, with the default role.
async fn guessed(tx: &mut Tx, membership: &Membership, file: &ParsedFile) -> Result<Mapping, Error> {
    let columns = guessed_columns(file);
    let how = if membership.has(Permission::INVITATIONS_WRITE) { AddMode::Invite } else { AddMode::Add };
    let role = default_role(tx, membership.workspace).await?;
    Ok(Mapping { columns, how, role: RoleChoice::Role(role) })
}

/// By what the columns are called; where none is said to hold addresses, by where there are some.
pub(super) fn guessed_columns(file: &ParsedFile) -> Vec<Option<MemberField>> {
    let mut columns = guess(&file.header, &file.samples);
    if !columns.contains(&Some(MemberField::Email))
        && let Some(column) = guess_address(&file.samples).and_then(|i| columns.get_mut(i))
    {
        *column = Some(MemberField::Email);
    }
    columns
}
