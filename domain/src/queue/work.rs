//! Doing long work, step by step, until nothing is left to do.

use super::lease::{release, renew, take};
use super::step::{Job, transition};
use crate::db::{Tx, query};
use crate::{Context, Error, stored};
use model::Refusal;
use model::ids::JobId;
use model::jobs::JobState;
use std::pin::Pin;

/// Does one step of a piece of work in this transaction; whether there may be more to do.
pub(crate) type Step = for<'a> fn(&'a Job, &'a mut Tx, JobState, &'a str) -> StepFuture<'a>;
pub(crate) type StepFuture<'a> = Pin<Box<dyn Future<Output = Result<bool, Error>> + Send + 'a>>;

/// Does all the long work there is, or this piece of it, and comes back when nothing is left to do; answers how many
/// rows that had.
pub(crate) async fn work(ctx: &Context, only: Option<JobId>, step: Step) -> Result<i64, Error> {
    let mut rows = 0;
    while let Some(job) = take(ctx, only).await? {
        let worked = steps(ctx, &job, step).await;
        rows += release(ctx, &job).await?;
        worked?;
    }
    Ok(rows)
}

/// Sets to work on what was just added: at once and while one waits, where it is `short`; otherwise in the background.
pub(crate) async fn start(ctx: &Context, job: JobId, short: bool) {
    if short {
        // What fails now is tried again by the worker.
        if let Err(error) = (ctx.roster.work)(ctx, Some(job)).await {
            tracing::warn!(%error, "work");
        }
    }
    ctx.roster.work_waiting.notify_one();
}

async fn steps(ctx: &Context, job: &Job, step: Step) -> Result<(), Error> {
    loop {
        let mut tx = ctx.write().await?;
        let Some((state, position)) = renew(ctx, &mut tx, job).await? else { return Ok(()) };
        match step(job, &mut tx, state, &position).await {
            Ok(true) => tx.commit().await?,
            Ok(false) => return Ok(tx.commit().await?),
            // Whoever started it may do so no longer.
            Err(
                error @ (Error::Forbidden
                | Error::FactorRequired
                | Error::ProviderRequired(_)
                | Error::EmailVerificationRequired
                | Error::NotFound
                | Error::SignedOut),
            ) => {
                drop(tx);
                return give_up(ctx, job, error).await;
            }
            Err(error) => return Err(error),
        }
        // Others want to write too.
        tokio::task::yield_now().await;
    }
}

async fn give_up(ctx: &Context, job: &Job, error: Error) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    transition(ctx, &mut tx, job.id, JobState::Failed).await?;
    // The token that started it does not work any more.
    let error = if matches!(error, Error::SignedOut) { Error::Forbidden } else { error };
    let refusal = stored::written(&Refusal::from_error(error)?, "a refusal")?;
    query("UPDATE jobs SET problem = $2 WHERE id = $1").bind(job.id).bind(refusal).run(&mut tx).await?;
    Ok(tx.commit().await?)
}
