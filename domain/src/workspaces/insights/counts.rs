//! What people have to be counted for: while one waits where they are few, otherwise by the worker, once a day.

use super::months::YearMonth;
use crate::clock::{DAY, Micros};
use crate::db::{Tx, query};
use crate::members::Counter;
use crate::{Context, Error, stored};
use model::ids::WorkspaceId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Cohorts that are shown, with the present month.
const COHORTS: i64 = 6;
/// Whoever was here within so many days was here lately.
pub const RECENT_DAYS: i64 = 30;
/// Whoever was not here for so many days is dormant.
pub const DORMANT_DAYS: [i64; 3] = [30, 60, 90];
/// Workspaces that are counted in one round of the worker.
const BATCH: i64 = 10;

/// Those who joined in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohort {
    /// Which.
    pub month: YearMonth,
    /// How many.
    pub joined: i64,
    /// Of them, those who are active members today.
    pub active: i64,
    /// Of these, those who were here in the last [`RECENT_DAYS`].
    pub recent: i64,
}

/// What was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// When.
    pub at: Micros,
    /// Oldest first.
    pub cohorts: Vec<Cohort>,
    /// Active members who were here once, and not in so many days: in the order of [`DORMANT_DAYS`].
    pub dormant: Vec<i64>,
}

/// Those of a workspace: counted now where it has few people, otherwise as they were counted last; none where they were
/// not yet.
pub(super) async fn counts(
    ctx: &Context,
    tx: &mut Tx,
    workspace: WorkspaceId,
    active: i64,
) -> Result<Option<Counts>, Error> {
    if active <= ctx.roster.settings.list.small_workspace {
        return count_now(ctx, tx, workspace).await.map(Some);
    }
    let kept: Option<(String,)> =
        query("SELECT counts FROM workspace_insights WHERE workspace_id = $1").bind(workspace).optional(tx).await?;
    kept.map(|(text,)| stored::read(&text, "what was counted of a workspace")).transpose()
}

/// Counts anew, workspace by workspace, those of many people that were not counted within a day.
pub async fn refresh(ctx: &Context) -> Result<(), Error> {
    let counter: &str = Counter::ActiveMembers.into();
    let due: Vec<(Uuid,)> = query(
        "SELECT c.workspace_id FROM counters c JOIN workspaces w ON w.id = c.workspace_id
         LEFT JOIN workspace_insights i ON i.workspace_id = c.workspace_id
         WHERE c.name = $1 AND c.value > $2 AND w.deleted_at IS NULL AND (i.counted_at IS NULL OR i.counted_at <= $3)
         ORDER BY c.workspace_id LIMIT $4",
    )
    .bind(counter)
    .bind(ctx.roster.settings.list.small_workspace)
    .bind(ctx.now() - DAY)
    .bind(BATCH)
    .all(&mut ctx.read().await?)
    .await?;
    for (workspace,) in due {
        // Reading takes its time, and holds nobody up.
        let counts = count_now(ctx, &mut ctx.read().await?, workspace.into()).await?;
        let mut tx = ctx.write().await?;
        query(
            "INSERT INTO workspace_insights (workspace_id, counted_at, counts) VALUES ($1, $2, $3)
             ON CONFLICT (workspace_id) DO UPDATE SET counted_at = excluded.counted_at, counts = excluded.counts",
        )
        .bind(workspace)
        .bind(counts.at)
        .bind(stored::written(&counts, "what was counted of a workspace")?)
        .run(&mut tx)
        .await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Two queries, along the indexes by when people joined and by when they were last here.
async fn count_now(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId) -> Result<Counts, Error> {
    let now = ctx.now();
    Ok(Counts { at: now, cohorts: cohorts(tx, workspace, now).await?, dormant: dormant(tx, workspace, now).await? })
}

async fn cohorts(tx: &mut Tx, workspace: WorkspaceId, now: Micros) -> Result<Vec<Cohort>, Error> {
    let present = YearMonth::of(now);
    let months: Vec<YearMonth> = (0..COHORTS).rev().map(|back| present.before(back)).collect();
    let of_month = |(n, month): (usize, &YearMonth)| {
        let next = month.before(-1);
        // Numbers of ours, and nothing that anyone has typed.
        format!(
            "SELECT {n} AS n,
                    (SELECT CAST(COALESCE(SUM(joined), 0) AS BIGINT) FROM member_days
                     WHERE workspace_id = $1 AND day >= {} AND day < {}) AS joined,
                    COUNT(*) AS active,
                    CAST(COALESCE(SUM(CASE WHEN last_active_at > $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS recent
             FROM members WHERE workspace_id = $1 AND joined_at >= {} AND joined_at < {} AND status = 'active'",
            month.first_day(),
            next.first_day(),
            month.start(),
            next.start()
        )
    };
    let selects: Vec<String> = months.iter().enumerate().map(of_month).collect();
    let select = format!("SELECT joined, active, recent FROM ({}) AS cohorts ORDER BY n", selects.join(" UNION ALL "));
    let rows: Vec<(i64, i64, i64)> = query(select).bind(workspace).bind(now - RECENT_DAYS * DAY).all(tx).await?;
    let cohort = |(month, (joined, active, recent)): (YearMonth, (i64, i64, i64))| Cohort {
        month,
        // Before days told who joined, they told who came and went together.
        joined: joined.max(active),
        active,
        recent,
    };
    Ok(months.into_iter().zip(rows).map(cohort).collect())
}

async fn dormant(tx: &mut Tx, workspace: WorkspaceId, now: Micros) -> Result<Vec<i64>, Error> {
    let (a, b, c): (i64, i64, i64) = query(
        "SELECT CAST(COALESCE(SUM(CASE WHEN last_active_at < $2 THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN last_active_at < $3 THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN last_active_at < $4 THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM members WHERE workspace_id = $1 AND last_active_at >= 1 AND last_active_at < $2 AND status = 'active'",
    )
    .bind(workspace)
    .bind(start_of(now, DORMANT_DAYS[0]))
    .bind(start_of(now, DORMANT_DAYS[1]))
    .bind(start_of(now, DORMANT_DAYS[2]))
    .one(tx)
    .await?;
    Ok(vec![a, b, c])
}

/// The beginning of the day so many days ago: the list is filtered by whole days.
fn start_of(now: Micros, days: i64) -> Micros {
    (now / DAY - days) * DAY
}
