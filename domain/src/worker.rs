//! The worker: what each kind of long work is done by, mails to deliver, and what time does by itself.

use crate::auth::recovery;
use crate::context::WorkFuture;
use crate::db::Tx;
use crate::mail::{Deliveries, Mailer};
use crate::queue::{Job, StepFuture};
use crate::users::{bulk, expire, import};
use crate::{
    Context, Error, account, audit, auth, connections, credits, downloads, drafts, groups, idempotency, invitations,
    lab, links, mail, pictures, queue, roles, sso, tokens, webhooks, workspaces,
};
use model::ids::JobId;
use model::jobs::{JobKind, JobState};
use model::lab::PAST;
use std::time::Duration;

/// How often the worker polls, besides being notified.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
/// How often calls of tokens are written down.
const CALLS_INTERVAL: Duration = Duration::from_secs(1);
/// How often it is written down what people asked for.
const COUNTS_INTERVAL: Duration = Duration::from_secs(10);
/// Long work of so many rows has the search index tidied after it.
const MANY_ROWS: i64 = 10_000;
const SWEEP_EVERY: u32 = 120;
const EXPIRE_EVERY: u32 = 12;

/// Runs until it is dropped. A failure is logged and tried again: the database may come back.
pub async fn run(ctx: Context, mailer: Option<Mailer>) {
    tokio::join!(
        deliver(&ctx, mailer),
        send_webhooks(&ctx),
        send_from_own_mailboxes(&ctx),
        tidy(&ctx),
        run_jobs(&ctx),
        seal(&ctx),
        log_calls(&ctx),
        count_requests(&ctx)
    );
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

/// A server that hangs holds up neither mails nor other webhooks.
async fn send_webhooks(ctx: &Context) {
    let mut deliveries = webhooks::Deliveries::default();
    loop {
        log_failure("webhooks", deliveries.start(ctx).await);
        tokio::select! {
            () = tokio::time::sleep(POLL_INTERVAL) => {}
            () = ctx.roster.webhooks_waiting.notified() => {}
            () = deliveries.one_ends() => {}
        }
    }
}

/// A service that hangs holds up no mail server.
async fn send_from_own_mailboxes(ctx: &Context) {
    loop {
        log_failure("own mailboxes", connections::deliver_due(ctx).await);
        tokio::time::sleep(POLL_INTERVAL).await;
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
            log_failure("past features of the Lab", lab::tell_of_past(ctx, PAST).await);
            log_failure("insights", workspaces::insights::refresh(ctx).await);
        }
        if round % EXPIRE_EVERY == 0 {
            log_failure("guard of the Lab", lab::guard(ctx).await);
            log_failure("pictures", pictures::sweep(ctx).await);
            log_failure("expire", expire(ctx).await);
            log_failure("credits", credits::tend(ctx).await);
            log_failure("tokens that expire soon", tokens::warn_of_expiry(ctx).await);
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
        log_failure("work", work_and_tidy(ctx).await);
        tokio::select! {
            () = tokio::time::sleep(POLL_INTERVAL) => {}
            () = ctx.roster.work_waiting.notified() => {}
        }
    }
}

/// An import of many, or its undo, leaves the search index in pieces.
async fn work_and_tidy(ctx: &Context) -> Result<(), Error> {
    if queue::work(ctx, None, step).await? >= MANY_ROWS {
        ctx.roster.db.tidy_search().await?;
    }
    Ok(())
}

async fn seal(ctx: &Context) {
    loop {
        log_failure("seal", audit::seal(ctx).await);
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

async fn log_calls(ctx: &Context) {
    loop {
        log_failure("calls of tokens", tokens::calls::flush(&ctx.roster).await);
        tokio::time::sleep(CALLS_INTERVAL).await;
    }
}

async fn count_requests(ctx: &Context) {
    loop {
        log_failure("requests for the guard of the Lab", lab::flush(ctx).await);
        tokio::time::sleep(COUNTS_INTERVAL).await;
    }
}

/// Does all the long work there is, or this piece of it, and comes back when nothing is left to do.
pub async fn work(ctx: &Context, only: Option<JobId>) -> Result<(), Error> {
    queue::work(ctx, only, step).await.map(|_| ())
}

/// The same, as [`crate::Roster`] holds it: a verb that adds long work reaches it by that, and so imports no handler.
pub fn work_boxed(ctx: &Context, only: Option<JobId>) -> WorkFuture<'_> {
    Box::pin(work(ctx, only))
}

/// The handler of each kind of work.
fn step<'a>(job: &'a Job, tx: &'a mut Tx, state: JobState, position: &'a str) -> StepFuture<'a> {
    match job.kind {
        JobKind::Bulk => Box::pin(bulk::step(job, tx, state, position)),
        JobKind::Import => Box::pin(import::step(job, tx, state, position)),
        JobKind::Role => Box::pin(roles::propagate_job::step(job, tx, position)),
        JobKind::Group => Box::pin(groups::propagate_job::step(job, tx, position)),
    }
}

/// Deletes what is kept no longer.
pub async fn sweep(ctx: &Context) -> Result<(), Error> {
    let now = ctx.now();
    let mut tx = ctx.write().await?;
    auth::sweep(ctx, &mut tx).await?;
    links::sweep(&mut tx, now).await?;
    downloads::sweep(&mut tx, now).await?;
    drafts::sweep(&mut tx, now).await?;
    mail::sweep(&mut tx, now).await?;
    invitations::sweep(&mut tx, now).await?;
    queue::sweep(&mut tx, now).await?;
    tokens::sweep(&mut tx, now).await?;
    lab::sweep(&mut tx, now).await?;
    webhooks::sweep(&mut tx, now).await?;
    credits::sweep(&mut tx, now).await?;
    sso::sweep(&mut tx, now).await?;
    idempotency::sweep(&mut tx, now).await?;
    Ok(tx.commit().await?)
}
