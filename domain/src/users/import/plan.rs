//! The plan: what each row would do, a batch at a time, without a query for any one row.

use super::apply;
use super::decide::{Decision, decide};
use super::existing_members::{ImportContext, existing_members};
use super::parse_row::{label, read};
use super::task::Task;
use crate::db::{Tx, all_of, query, run_over};
use crate::queue::{self, Job};
use crate::{Error, Membership, stored};
use model::ids::JobId;
use model::jobs::JobState;
use model::{Problem, Refusal};
use std::collections::HashMap;

/// Rows in one transaction.
const BATCH: i64 = 500;

/// How far planning has come, as a job's position says it.
struct Position {
    /// The last row.
    last: i64,
    /// How many super-users the rows up to there make ordinary members.
    demoted: i64,
    /// How many seats they take.
    newcomers: u64,
}

impl Position {
    fn parse(position: &str) -> Result<Self, Error> {
        let mut parts = position.split(':');
        let mut part = || parts.next().unwrap_or_default();
        Ok(Self {
            last: queue::position_of(part(), -1)?,
            demoted: queue::position_of(part(), 0)?,
            newcomers: queue::position_of(part(), 0)?,
        })
    }

    fn written(&self) -> String {
        format!("{}:{}:{}", self.last, self.demoted, self.newcomers)
    }
}

/// A planned row.
struct Planned {
    n: i64,
    label: String,
    key: Option<String>,
    decision: Decision,
}

pub(super) async fn step(
    job: &Job,
    tx: &mut Tx,
    membership: Membership,
    task: Task,
    position: &str,
) -> Result<bool, Error> {
    let mut position = Position::parse(position)?;
    let rows: Vec<(i64, String)> =
        query("SELECT n, COALESCE(input, '[]') FROM job_rows WHERE job_id = $1 AND n > $2 ORDER BY n LIMIT $3")
            .bind(job.id)
            .bind(position.last)
            .bind(BATCH)
            .all(tx)
            .await?;
    let Some(end) = rows.last().map(|row| row.0) else {
        queue::transition(&job.ctx, tx, job.id, JobState::Ready).await?;
        return Ok(task.apply && apply::begin_in(&job.ctx, tx, &membership, job.id).await?.is_some());
    };
    let mut context = ImportContext::of(tx, membership, task.mapping).await?;
    context.count_seats(&job.ctx, tx, position.newcomers).await?;
    let (planned, demoted) = plan(job, tx, &mut context, rows, &position).await?;
    position = Position { last: end, demoted: position.demoted + demoted, newcomers: context.newcomers };
    let done = i64::try_from(planned.len()).unwrap_or_default();
    store(tx, job.id, planned).await?;
    queue::finish(tx, job.id, &position.written(), done, 0).await?;
    Ok(true)
}

/// The rows, and how many super-users they make ordinary members.
async fn plan(
    job: &Job,
    tx: &mut Tx,
    context: &mut ImportContext,
    rows: Vec<(i64, String)>,
    position: &Position,
) -> Result<(Vec<Planned>, i64), Error> {
    let cells = |(n, text): (i64, String)| Ok((n, stored::read(&text, "the cells of a row")?));
    let rows: Vec<(i64, Vec<String>)> = rows.into_iter().map(cells).collect::<Result<_, Error>>()?;
    let entered: Vec<_> = rows.iter().map(|(_, cells)| read(cells, context)).collect();
    let keys: Vec<&str> = entered.iter().flatten().map(|entered| entered.key.as_str()).collect();
    let people = existing_members(&job.ctx, tx, context, &keys).await?;
    context.count_super_users(tx, &people, position.demoted).await?;
    let mut more = 0;
    let mut seen = earlier(tx, job.id, position.last, &keys).await?;
    let mut planned = Vec::with_capacity(rows.len());
    for ((n, cells), entered) in rows.iter().zip(&entered) {
        let decision = match entered {
            Err(refusal) => Decision::Wrong(refusal.clone()),
            Ok(entered) => match seen.get(&entered.key) {
                Some(first) => Decision::Wrong(Refusal::at("email", Problem::Duplicate { line: *first })),
                None => decide(entered, people.get(&entered.key), context),
            },
        };
        let key = entered.as_ref().ok().map(|entered| entered.key.clone());
        let person = key.as_ref().and_then(|key| people.get(key));
        let decision = context.seated(decision, person);
        more += i64::from(context.takes_one(&decision, person));
        if let Some(key) = &key {
            seen.entry(key.clone()).or_insert(*n);
        }
        planned.push(Planned { n: *n, label: label(cells, &context.mapping), key, decision });
    }
    Ok((planned, more))
}

/// Which of these addresses rows before this batch have, and which row first.
async fn earlier(tx: &mut Tx, job: JobId, last: i64, keys: &[&str]) -> Result<HashMap<String, i64>, Error> {
    if keys.is_empty() || last < 0 {
        return Ok(HashMap::new());
    }
    // Rows after the last one may still have what an earlier mapping made of them.
    let found: Vec<(String, i64)> = all_of(tx, &[job.into(), last.into()], keys.iter().copied(), |keys| {
        format!("SELECT key, MIN(n) FROM job_rows WHERE job_id = $1 AND n <= $2 AND key IN ({keys}) GROUP BY key")
    })
    .await?;
    Ok(found.into_iter().collect())
}

async fn store(tx: &mut Tx, job: JobId, planned: Vec<Planned>) -> Result<(), Error> {
    let mut rows = Vec::with_capacity(planned.len());
    for row in planned {
        let kind = row.decision.kind();
        let (detail, problem) = match &row.decision {
            Decision::Wrong(refusal) => (None, Some(stored::written(refusal, "a refusal")?)),
            Decision::Unchanged => (None, None),
            decision => (Some(stored::written(decision, "a row's decision")?), None),
        };
        rows.push([
            job.into(),
            row.n.into(),
            row.label.into(),
            row.key.into(),
            kind.name().into(),
            detail.into(),
            problem.into(),
        ]);
    }
    run_over(tx, rows, |values| {
        format!(
            "UPDATE job_rows SET label = v.column3, key = v.column4, plan = v.column5, detail = v.column6,
                 problem = v.column7
             FROM (VALUES {values}) v WHERE job_rows.job_id = v.column1 AND job_rows.n = v.column2"
        )
    })
    .await?;
    Ok(())
}
