//! How an import stands, and which there were.

use super::decide::Decision;
use super::task::Task;
use super::undo::UNDOABLE;
use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::jobs::{self, JobRecord, Problems, SIZE, truncate_page};
use crate::members::roles::{self, Role};
use crate::{Context, Error, queue, stored};
use model::Refusal;
use model::ids::JobId;
use model::imports::RowKind;
use model::jobs::{JobKind, JobState};
use model::permissions::{Permission, Permissions};
use uuid::Uuid;

/// The newest are listed.
const RECENT: i64 = 20;

/// A row of the plan.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line of the file.
    pub n: i64,
    /// The cell with the address, whatever is wrong with it.
    pub label: String,
    /// What it would do; none where it does nothing.
    pub decision: Option<Decision>,
    /// Why it does nothing.
    pub refusal: Option<Refusal>,
}

/// An import, as its page shows it.
#[derive(Clone, Debug)]
pub struct Import {
    /// The file, and what its columns mean.
    pub task: Task,
    /// What it waits for, or is at.
    pub state: JobState,
    /// Rows that the present state is about.
    pub total: i64,
    /// Of these, those that are done.
    pub done: i64,
    /// Of these, those that could not be done.
    pub failed: i64,
    /// When the file was uploaded.
    pub created_at: Micros,
    /// How many rows of each kind the plan has; empty before there is one.
    pub counts: Vec<(RowKind, i64)>,
    /// What has become of the rows so far.
    pub outcomes: Outcomes,
    /// The kind that the rows are of.
    pub kind: Option<RowKind>,
    /// A page of the plan while it waits to be confirmed; empty otherwise.
    pub rows: Vec<Row>,
    /// The line of the page's last row, if there are more.
    pub next: Option<i64>,
    /// What was not done or not undone.
    pub problems: Problems,
    /// Until when it can be undone; none: it can't be.
    pub undo_until: Option<Micros>,
    /// The workspace's, which decisions name by their ids.
    pub roles: Vec<Role>,
    /// What the reader may give.
    pub permissions: Permissions,
    /// The reader is one, and may make others.
    pub super_user: bool,
    /// The file is kept, so that it can be read in another way.
    pub rereadable: bool,
}

/// What has become of the rows.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// How many of each kind were done and still are.
    pub done: Vec<(RowKind, i64)>,
    /// How many of each kind were done and then undone.
    pub undone: Vec<(RowKind, i64)>,
    /// Wrong from the beginning, or refused when their turn came.
    pub left_out: i64,
}

/// An import in the list of them.
#[derive(Clone, Debug)]
pub struct Item {
    /// The key in addresses.
    pub id: JobId,
    /// The file, and what its columns mean.
    pub task: Task,
    /// What it waits for, or is at.
    pub state: JobState,
    /// When the file was uploaded.
    pub created_at: Micros,
}

/// An import, with a page of its plan's rows of one kind (by itself the first that there are) or of what was refused,
/// after this row. For whoever uploaded it, or a super-user; needs `users:write`. A constant number of queries.
pub async fn show(
    ctx: &Context,
    slug: &str,
    id: JobId,
    kind: Option<RowKind>,
    after: Option<i64>,
) -> Result<Import, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    let found = jobs::find(&mut tx, &membership, id, JobKind::Import).await?;
    let state = found.state()?;
    let grouped = if state == JobState::Mapping { Vec::new() } else { grouped(&mut tx, id).await? };
    let counts = if state == JobState::Mapping { Vec::new() } else { counts(&grouped) };
    let kind = kind.or_else(|| counts.iter().find(|(_, count)| *count > 0).map(|(kind, _)| *kind));
    let ready = state == JobState::Ready;
    let (rows, next) = match kind {
        Some(kind) if ready => rows(&mut tx, id, kind, after).await?,
        _ => (Vec::new(), None),
    };
    let outcome = if matches!(state, JobState::Undoing | JobState::Undone) { "kept" } else { "refused" };
    let problems = if ready { Problems::default() } else { jobs::problems(&mut tx, id, outcome, after).await? };
    let undo_until = undo_until(ctx, &mut tx, id, &found, state).await?;
    Ok(Import {
        task: Task::read(&found.task)?,
        state,
        total: found.total,
        done: found.done,
        failed: found.failed,
        created_at: found.created_at,
        counts,
        outcomes: outcomes(&grouped),
        kind,
        rows,
        next,
        problems,
        undo_until,
        roles: roles::named(&mut tx, &membership).await?,
        permissions: membership.permissions,
        super_user: membership.super_user,
        rereadable: queue::has_file(&mut tx, id).await?,
    })
}

/// The newest imports: one's own, or a super-user sees all. Needs `users:write`.
pub async fn recent(ctx: &Context, slug: &str) -> Result<Vec<Item>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    let rows: Vec<(Uuid, String, String, i64)> = query(
        "SELECT id, task, state, created_at FROM jobs
         WHERE workspace_id = $1 AND kind = 'import' AND ($2 OR account_id = $3) ORDER BY id DESC LIMIT $4",
    )
    .bind(membership.workspace)
    .bind(membership.super_user)
    .bind(membership.account)
    .bind(RECENT)
    .all(&mut tx)
    .await?;
    let item = |(id, task, state, created_at): (Uuid, String, String, i64)| {
        let state = stored::named(&state, JobState::named, "a state of work")?;
        Ok(Item { id: id.into(), task: Task::read(&task)?, state, created_at })
    };
    rows.into_iter().map(item).collect()
}

/// How many rows there are: what was planned, what was done, and what has become of it.
struct Rows {
    plan: RowKind,
    did: Option<RowKind>,
    outcome: String,
    count: i64,
}

async fn grouped(tx: &mut Tx, id: JobId) -> Result<Vec<Rows>, Error> {
    // What undoing needs says what was done, which may be something else than what was planned.
    let found: Vec<(String, String, String, i64)> = query(
        "SELECT plan, CASE WHEN undo LIKE '{\"added\"%' THEN 'create' WHEN undo LIKE '{\"invited\"%' THEN 'invite'
                           WHEN undo LIKE '{\"changed\"%' THEN 'change' ELSE '' END AS did,
                COALESCE(outcome, '') AS outcome, COUNT(*)
         FROM job_rows WHERE job_id = $1 AND plan IS NOT NULL GROUP BY 1, 2, 3",
    )
    .bind(id)
    .all(tx)
    .await?;
    let kind = |text: &str| stored::named(text, RowKind::named, "what becomes of a row");
    let rows = |(plan, did, outcome, count): (String, String, String, i64)| {
        let did = Some(did).filter(|did| !did.is_empty()).map(|did| kind(&did)).transpose()?;
        Ok(Rows { plan: kind(&plan)?, did, outcome, count })
    };
    found.into_iter().map(rows).collect()
}

fn counts(grouped: &[Rows]) -> Vec<(RowKind, i64)> {
    let count = |kind| grouped.iter().filter(|rows| rows.plan == kind).map(|rows| rows.count).sum();
    RowKind::ALL.into_iter().map(|kind| (kind, count(kind))).collect()
}

fn outcomes(grouped: &[Rows]) -> Outcomes {
    let with = |outcomes: &[&str]| {
        let is_it = |rows: &&Rows, kind| rows.did == Some(kind) && outcomes.contains(&rows.outcome.as_str());
        let count = |kind| grouped.iter().filter(|rows| is_it(rows, kind)).map(|rows| rows.count).sum();
        RowKind::ALL.into_iter().map(|kind| (kind, count(kind))).filter(|(_, count)| *count > 0).collect()
    };
    let is_left_out = |rows: &&Rows| rows.plan == RowKind::Wrong || rows.outcome == "refused";
    Outcomes {
        // What was undone in vain is as it was done.
        done: with(&["done", "kept"]),
        undone: with(&["undone"]),
        left_out: grouped.iter().filter(is_left_out).map(|rows| rows.count).sum(),
    }
}

async fn rows(tx: &mut Tx, id: JobId, kind: RowKind, after: Option<i64>) -> Result<(Vec<Row>, Option<i64>), Error> {
    let mut found: Vec<(i64, String, Option<String>, Option<String>)> = query(
        "SELECT n, label, detail, problem FROM job_rows
         WHERE job_id = $1 AND plan = $2 AND n > $3 ORDER BY n LIMIT $4",
    )
    .bind(id)
    .bind(kind.name())
    .bind(after.unwrap_or(-1))
    .bind(SIZE + 1)
    .all(tx)
    .await?;
    let next = truncate_page(&mut found).map(|row| row.0);
    let row = |(n, label, detail, problem): (i64, String, Option<String>, Option<String>)| {
        let decision = detail.map(|text| stored::read(&text, "a row's decision")).transpose()?;
        let refusal = problem.map(|text| stored::read(&text, "a refusal")).transpose()?;
        Ok(Row { n, label, decision, refusal })
    };
    Ok((found.into_iter().map(row).collect::<Result<_, Error>>()?, next))
}

async fn undo_until(
    ctx: &Context,
    tx: &mut Tx,
    id: JobId,
    found: &JobRecord,
    state: JobState,
) -> Result<Option<Micros>, Error> {
    let until = found.finished_at.map(|at| at + micros(UNDOABLE)).filter(|until| *until > ctx.now());
    if until.is_none() || !matches!(state, JobState::Done | JobState::Cancelled | JobState::Failed) {
        return Ok(None);
    }
    let (something,): (bool,) =
        query("SELECT EXISTS (SELECT 1 FROM job_rows WHERE job_id = $1 AND outcome = 'done' AND undo IS NOT NULL)")
            .bind(id)
            .one(tx)
            .await?;
    Ok(until.filter(|_| something))
}
