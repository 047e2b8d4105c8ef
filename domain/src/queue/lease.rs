//! Who goes on with a piece of long work.

use super::step::Job;
use crate::clock::micros;
use crate::db::{Tx, query};
use crate::{Actor, Channel, Context, Error, Principal, Via, stored};
use model::ids::{AccountId, JobId, TokenId};
use model::jobs::{JobKind, JobState};
use std::time::Duration;
use uuid::Uuid;

/// A step takes far less; a server that is gone is missed for so long: 30 seconds.
const LEASE_TTL: Duration = Duration::from_secs(30);

/// The states in which work goes on, as SQL lists them.
fn at_work() -> String {
    let states = JobState::ALL.into_iter().filter(|state| state.is_at_work());
    states.map(|state| format!("'{}'", state.name())).collect::<Vec<_>>().join(", ")
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    account_id: Uuid,
    token_id: Option<Uuid>,
    kind: String,
    task: String,
    address: String,
}

/// Takes on the oldest work that nobody is at, or this very piece of it.
pub(super) async fn take(ctx: &Context, only: Option<JobId>) -> Result<Option<Job>, Error> {
    let lease: Uuid = ctx.id();
    let mut tx = ctx.write().await?;
    let row: Option<Row> = query(format!(
        "UPDATE jobs SET lease = $1, lease_until = $3
         WHERE lease_until <= $2 AND id = (
             SELECT id FROM jobs WHERE state IN ({})
             AND lease_until <= $2 AND ($4 IS NULL OR id = $4) ORDER BY id LIMIT 1)
         RETURNING id, (SELECT slug FROM workspaces w WHERE w.id = jobs.workspace_id) AS slug, account_id, token_id, kind, task, address",
        at_work()
    ))
    .bind(lease)
    .bind(ctx.now())
    .bind(ctx.now() + micros(LEASE_TTL))
    .bind(only)
    .optional(&mut tx)
    .await?;
    tx.commit().await?;
    let Some(row) = row else { return Ok(None) };
    let kind = stored::named(&row.kind, JobKind::named, "a kind of work")?;
    // A token's own limits hold for what it starts, and for as long as it works.
    let via = row.token_id.map_or(Via::Job, |id| Via::Token { id: TokenId(id) });
    Ok(Some(Job {
        id: row.id.into(),
        lease,
        slug: row.slug,
        kind,
        task: row.task,
        // What was started is done as whoever started it, with the rights that they have now.
        ctx: Context {
            actor: Actor::Account(Principal { account: AccountId(row.account_id), via }),
            channel: if kind == JobKind::Import { Channel::Import } else { Channel::Page },
            address: row.address.parse().ok(),
            idempotency: None,
            ..ctx.clone()
        },
    }))
}

/// The first thing in a step's transaction: the lease is still ours, and here is how far the work has come. None: it
/// was cancelled, finished or taken over.
pub(super) async fn renew(ctx: &Context, tx: &mut Tx, job: &Job) -> Result<Option<(JobState, String)>, Error> {
    let row: Option<(String, String)> = query(format!(
        "UPDATE jobs SET lease_until = $3 WHERE id = $1 AND lease = $2
             AND state IN ({})
         RETURNING state, position",
        at_work()
    ))
    .bind(job.id)
    .bind(job.lease)
    .bind(ctx.now() + micros(LEASE_TTL))
    .optional(tx)
    .await?;
    let Some((state, position)) = row else { return Ok(None) };
    Ok(Some((stored::named(&state, JobState::named, "a state of work")?, position)))
}

/// Lets go of it, for now; answers how many rows it has.
pub(super) async fn release(ctx: &Context, job: &Job) -> Result<i64, Error> {
    let mut tx = ctx.write().await?;
    let total: Option<(i64,)> =
        query("UPDATE jobs SET lease = NULL, lease_until = 0 WHERE id = $1 AND lease = $2 RETURNING total")
            .bind(job.id)
            .bind(job.lease)
            .optional(&mut tx)
            .await?;
    tx.commit().await?;
    Ok(total.map_or(0, |(total,)| total))
}
