//! Carrying the plan out, batch by batch.

use super::carry_out::Batch;
use super::decide::{Decision, decide};
use super::existing_members::{ImportContext, existing_members};
use super::parse_row::{Entered, read};
use super::task::Task;
use super::{INLINE_LIMIT, STEP};
use crate::db::{Tx, query};
use crate::queue::{self, Job};
use crate::{Context, Error, Membership, audit, credits, jobs, stored};
use model::Refusal;
use model::credits::Meter;
use model::ids::JobId;
use model::jobs::{JobKind, JobState};
use model::permissions::Permission;

/// Carries a plan out, with the rights of whoever says so: those who see the import, with `users:write`.
/// [`Error::Conflict`] where there is no plan, or nothing in it.
pub async fn apply(ctx: &Context, slug: &str, id: JobId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    membership.require_account()?;
    jobs::find(&mut tx, &membership, id, JobKind::Import).await?;
    let to_do = begin_in(ctx, &mut tx, &membership, id).await?.ok_or(Error::Conflict)?;
    tx.commit().await?;
    queue::start(ctx, id, to_do <= INLINE_LIMIT).await;
    Ok(())
}

/// Begins it; answers how many rows there are to do, none where there is no plan or nothing in it.
pub(super) async fn begin_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: JobId,
) -> Result<Option<i64>, Error> {
    let (to_do,): (i64,) =
        query("SELECT COUNT(*) FROM job_rows WHERE job_id = $1 AND plan IN ('create', 'invite', 'change')")
            .bind(id)
            .one(tx)
            .await?;
    let begun = query(
        "UPDATE jobs SET account_id = $2, token_id = $4, total = $3, done = 0, failed = 0
         WHERE id = $1 AND state = 'ready' AND $3 > 0",
    )
    .bind(id)
    .bind(membership.account)
    .bind(to_do)
    .bind(ctx.token())
    .run(tx)
    .await?;
    if begun == 0 {
        return Ok(None);
    }
    credits::require_for(ctx, tx, membership, Meter::ImportRow, to_do).await?;
    queue::transition(ctx, tx, id, JobState::Running).await?;
    let task = Task::of(tx, id).await?;
    audit::Event::new(audit::Action::ImportApply)
        .within(membership.workspace)
        .target(id, &task.file)
        .after(&serde_json::json!({ "rows": to_do }))
        .record(ctx, tx)
        .await?;
    Ok(Some(to_do))
}

pub(super) async fn step(
    job: &Job,
    tx: &mut Tx,
    membership: Membership,
    task: Task,
    position: &str,
) -> Result<bool, Error> {
    let rows: Vec<(i64, String)> = query(
        "SELECT n, COALESCE(input, '[]') FROM job_rows
         WHERE job_id = $1 AND n > $2 AND outcome IS NULL AND plan IN ('create', 'invite', 'change') ORDER BY n LIMIT $3",
    )
    .bind(job.id)
    .bind(queue::position_of(position, -1)?)
    .bind(STEP)
    .all(tx)
    .await?;
    let Some(end) = rows.last().map(|row| row.0) else {
        queue::transition(&job.ctx, tx, job.id, JobState::Done).await?;
        return Ok(false);
    };
    let mut context = ImportContext::of(tx, membership, task.mapping).await?;
    let cells = |text: &str| stored::read::<Vec<String>>(text, "the cells of a row");
    let entered = rows.iter().map(|(n, text)| Ok((*n, read(&cells(text)?, &context))));
    let entered: Vec<(i64, Result<Entered, Refusal>)> = entered.collect::<Result<_, Error>>()?;
    let keys: Vec<&str> = entered.iter().filter_map(|(_, row)| row.as_ref().ok()).map(|row| row.key.as_str()).collect();
    let people = existing_members(&job.ctx, tx, &context, &keys).await?;
    context.count_super_users(tx, &people, 0).await?;
    let to_do = i64::try_from(entered.len()).unwrap_or(i64::MAX);
    let (payable, shortage) = credits::payable(&job.ctx, tx, &context.membership, Meter::ImportRow, to_do).await?;
    let mut batch = Batch::default();
    for (n, row) in &entered {
        let person = row.as_ref().ok().and_then(|row| people.get(&row.key));
        // What has changed since the plan was made is decided anew.
        let decision = match row {
            Ok(row) => decide(row, person, &context),
            Err(refusal) => Decision::Wrong(refusal.clone()),
        };
        let decision = match shortage {
            Some(shortage) if decision != Decision::Unchanged => {
                // Only what is done costs something: how much is left is known once the rows before are.
                batch.carry_out_waiting(&job.ctx, tx, &context.membership).await?;
                if batch.done < payable { decision } else { Decision::Wrong(Refusal::OutOfCredits(shortage)) }
            }
            _ => decision,
        };
        context.takes_one(&decision, person);
        let email = row.as_ref().map(|row| row.email.as_str()).unwrap_or_default();
        batch.carry_out(&job.ctx, tx, &context.membership, *n, email, decision).await?;
    }
    batch.carry_out_waiting(&job.ctx, tx, &context.membership).await?;
    let Batch { outcomes, done, failed, .. } = batch;
    queue::set_outcomes(tx, job.id, outcomes).await?;
    // After the rows: whatever locks a workspace or its people locks the wallet last. Where the credits have gone
    // meanwhile, the step is done again.
    let Membership { workspace, account, .. } = context.membership;
    credits::charge_in(&job.ctx, tx, workspace, account, Meter::ImportRow, done).await?;
    queue::finish(tx, job.id, &end.to_string(), done, failed).await?;
    Ok(true)
}
