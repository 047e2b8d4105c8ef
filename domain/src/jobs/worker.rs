//! The worker.

use super::lease::{release, renew, take};
use super::step::{Job, transition};
use crate::auth::recovery;
use crate::clock::micros;
use crate::db::query;
use crate::mail::{Deliveries, Mailer};
use crate::pictures;
use crate::roles::propagate_job;
use crate::users::{bulk, expire, import};
use crate::{Context, Error, account, audit, groups, workspaces};
use model::ids::JobId;
use model::jobs::{JobKind, JobState};
use std::time::Duration;

/// How often the worker looks without being told.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
const SWEEP_EVERY: u32 = 120;
const EXPIRE_EVERY: u32 = 12;

/// Runs until it is dropped. A failure is logged and tried again: the database may come back.
pub async fn run(ctx: Context, mailer: Option<Mailer>) {
    tokio::join!(deliver(&ctx, mailer), tidy(&ctx), run_jobs(&ctx), seal(&ctx));
}

/// Nobody who has asked for a way back in waits until the mails before have gone out.
async fn deliver(ctx: &Context, mailer: Option<Mailer>) {
    let mut deliveries = Deliveries::default();
    loop {
        log_failure("recovery", recovery::answer(ctx).await);
        if let Some(mailer) = &mailer {
            log_failure("outbox", deliveries.start(ctx, mailer).await);
        }
        tokio::select! {
            () = tokio::time::sleep(POLL_INTERVAL) => {}
            () = ctx.roster.mail_waiting.notified() => {}
            () = deliveries.one_ends() => {}
        }
    }
}

/// Periodic clean-up, independent of the outbox loop.
async fn tidy(ctx: &Context) {
    for round in 0_u32.. {
        if round % SWEEP_EVERY == 0 {
            log_failure("sweep", sweep(ctx).await);
            if let Some(age) = ctx.roster.settings.audit_retention {
                log_failure("audit retention", audit::retain(ctx, age).await);
            }
            log_failure("accounts to be deleted", account::delete_due(ctx).await);
            log_failure("purge", workspaces::purge(ctx).await);
        }
        if round % EXPIRE_EVERY == 0 {
            log_failure("pictures", pictures::sweep(ctx).await);
            log_failure("expire", expire(ctx).await);
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

/// A failure is tried again in the next round.
fn log_failure<T>(what: &str, result: Result<T, Error>) {
    if let Err(error) = result {
        tracing::warn!(%error, "{what}");
    }
}

async fn run_jobs(ctx: &Context) {
    loop {
        log_failure("work", work(ctx, None).await);
        tokio::select! {
            () = tokio::time::sleep(POLL_INTERVAL) => {}
            () = ctx.roster.work_waiting.notified() => {}
        }
    }
}

async fn seal(ctx: &Context) {
    loop {
        log_failure("seal", audit::seal(ctx).await);
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

/// Does all the long work there is, or this piece of it, and comes back when nothing is left to do.
pub async fn work(ctx: &Context, only: Option<JobId>) -> Result<(), Error> {
    while let Some(job) = take(ctx, only).await? {
        let worked = steps(ctx, &job).await;
        release(ctx, &job).await?;
        worked?;
    }
    Ok(())
}

/// Sets to work on what was just added: at once and while one waits, where it is `short`; otherwise in the background.
pub(crate) async fn start(ctx: &Context, job: JobId, short: bool) {
    // What fails now is tried again by the worker.
    if short {
        log_failure("work", work(ctx, Some(job)).await);
    }
    ctx.roster.work_waiting.notify_one();
}

async fn steps(ctx: &Context, job: &Job) -> Result<(), Error> {
    loop {
        let mut tx = ctx.write().await?;
        let Some((state, position)) = renew(ctx, &mut tx, job).await? else { return Ok(()) };
        let stepped = match job.kind {
            JobKind::Bulk => bulk::step(job, &mut tx, state, &position).await,
            JobKind::Import => import::step(job, &mut tx, state, &position).await,
            JobKind::Role => propagate_job::step(job, &mut tx, &position).await,
            JobKind::Group => groups::propagate_job::step(job, &mut tx, &position).await,
        };
        match stepped {
            Ok(true) => tx.commit().await?,
            Ok(false) => return Ok(tx.commit().await?),
            // Whoever started it may do so no longer.
            Err(
                error @ (Error::Forbidden | Error::FactorRequired | Error::EmailVerificationRequired | Error::NotFound),
            ) => {
                drop(tx);
                return give_up(ctx, job, &error).await;
            }
            Err(error) => return Err(error),
        }
        // Others want to write too.
        tokio::task::yield_now().await;
    }
}

async fn give_up(ctx: &Context, job: &Job, error: &Error) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    transition(ctx, &mut tx, job.id, JobState::Failed).await?;
    query("UPDATE jobs SET problem = $2 WHERE id = $1")
        .bind(job.id)
        .bind(super::problem_name(error)?)
        .run(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Deletes ended sessions, old drafts, forgotten failures, mails sent a month ago and what is left of long work.
pub async fn sweep(ctx: &Context) -> Result<(), Error> {
    let now = ctx.now();
    let ago = |days: u64| now - micros(Duration::from_hours(24 * days));
    let mut tx = ctx.write().await?;
    query("DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2")
        .bind(now)
        .bind(now - micros(ctx.roster.settings.session_idle))
        .run(&mut tx)
        .await?;
    // One whose mail waits gets its time when that goes out.
    query(
        "DELETE FROM one_time_links WHERE expires_at <= $1 AND NOT EXISTS (
             SELECT 1 FROM outbox o WHERE o.link_hash = one_time_links.token_hash AND o.status = 'queued')",
    )
    .bind(now)
    .run(&mut tx)
    .await?;
    query("DELETE FROM answered_challenges WHERE expires_at <= $1").bind(now).run(&mut tx).await?;
    query("DELETE FROM sign_ins WHERE at <= $1 OR (account_id IS NULL AND at <= $2)")
        .bind(ago(90))
        .bind(ago(1))
        .run(&mut tx)
        .await?;
    query("DELETE FROM drafts WHERE expires_at <= $1").bind(now).run(&mut tx).await?;
    query("DELETE FROM throttles WHERE last_at <= $1 AND blocked_until <= $2")
        .bind(ago(1))
        .bind(now)
        .run(&mut tx)
        .await?;
    query("DELETE FROM outbox WHERE status = 'sent' AND subject_id IS NULL AND done_at <= $1")
        .bind(ago(30))
        .run(&mut tx)
        .await?;
    query("DELETE FROM devices WHERE last_seen_at <= $1").bind(ago(400)).run(&mut tx).await?;
    query("DELETE FROM job_rows WHERE job_id IN (SELECT id FROM jobs WHERE finished_at <= $1)")
        .bind(ago(30))
        .run(&mut tx)
        .await?;
    query("DELETE FROM jobs WHERE finished_at <= $1").bind(ago(30)).run(&mut tx).await?;
    Ok(tx.commit().await?)
}
