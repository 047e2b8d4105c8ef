//! What came of attempts: of the messages, and of the endpoint.

use super::disable::disable_in;
use super::payload::Message;
use super::schedule::wait_after;
use crate::clock::Micros;
use crate::credits::{self, Reserved};
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::ids::{WebhookId, WorkspaceId};
use model::webhooks::{AttemptProblem, DisabledReason};

const GONE: u16 = 410;
/// Answers of a server that has too much to do, where they don't say for how long.
const BUSY: [u16; 4] = [429, 502, 503, 504];
/// How long such a server gets nothing.
const BUSY_PAUSE: Micros = 5_000_000;

/// An attempt to deliver a message.
#[derive(Debug)]
pub(super) struct Attempted {
    pub message: Message,
    pub at: Micros,
    pub duration: Micros,
    pub signature: String,
    pub status: Option<u16>,
    pub problem: Option<AttemptProblem>,
    pub answer: Option<String>,
    pub retry_after: Option<Micros>,
    /// There was nothing to send: the audit does not have the event any more, or it can't be read.
    is_unsent: bool,
}

impl Attempted {
    pub fn new(message: Message, at: Micros, signature: String) -> Self {
        Self {
            message,
            at,
            duration: 0,
            signature,
            status: None,
            problem: None,
            answer: None,
            retry_after: None,
            is_unsent: false,
        }
    }

    pub fn unsent(message: Message, at: Micros) -> Self {
        Self { is_unsent: true, ..Self::new(message, at, String::new()) }
    }

    fn arrived(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// The first attempt of this run of the schedule.
    fn started_at(&self) -> Micros {
        self.message.started_at.unwrap_or(self.at)
    }

    /// How long to wait for the next one; none: there is none.
    fn wait(&self, ctx: &Context) -> Option<Micros> {
        if self.is_unsent {
            return None;
        }
        let wait = wait_after(&ctx.roster.random, self.message.step + 1)?;
        // No sooner than the schedule: what asks for a second each time would have used up its attempts at once.
        Some(wait.max(self.retry_after.unwrap_or_default()))
    }

    /// How long its server gets nothing at all.
    fn pause(&self) -> Option<Micros> {
        let busy = self.status.is_some_and(|status| BUSY.contains(&status));
        busy.then(|| self.retry_after.unwrap_or(BUSY_PAUSE))
    }
}

/// Notes them all, and lets go of the endpoint. Where it has been deleted meanwhile, there is nothing to note.
pub(super) async fn note(
    ctx: &Context,
    id: WebhookId,
    workspace: WorkspaceId,
    url: &str,
    attempts: Vec<Attempted>,
    reserved: Reserved,
) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let arrived = attempts.iter().filter(|attempted| attempted.arrived()).count();
    credits::charge_reserved(ctx, &mut tx, workspace, reserved, i64::try_from(arrived).unwrap_or(i64::MAX)).await?;
    let Some(enabled) = release(ctx, &mut tx, id).await? else { return Ok(tx.commit().await?) };
    let mut is_last = false;
    for attempted in &attempts {
        is_last |= note_message(ctx, &mut tx, id, attempted).await?;
    }
    let failing_since = note_endpoint(ctx, &mut tx, id, &attempts).await?;
    let given_up = |attempted: &Attempted| {
        !attempted.is_unsent
            && attempted.wait(ctx).is_none()
            && failing_since.is_some_and(|since| since <= attempted.started_at())
    };
    if enabled && attempts.iter().any(|attempted| attempted.status == Some(GONE)) {
        disable_in(ctx, &mut tx, workspace, id, url, DisabledReason::Gone).await?;
    } else if enabled && is_last && attempts.iter().any(given_up) {
        disable_in(ctx, &mut tx, workspace, id, url, DisabledReason::Failing).await?;
    }
    Ok(tx.commit().await?)
}

/// Whether it is on; none where it is not there any more.
async fn release(ctx: &Context, tx: &mut Tx, id: WebhookId) -> Result<Option<bool>, Error> {
    let found: Option<(bool,)> =
        query("UPDATE webhook_endpoints SET leased_until = $2 WHERE id = $1 RETURNING enabled")
            .bind(id)
            .bind(ctx.now())
            .optional(tx)
            .await?;
    Ok(found.map(|(enabled,)| enabled))
}

/// Whether it failed for the last time. What another server has noted meanwhile, because the lease ran out, stays.
async fn note_message(ctx: &Context, tx: &mut Tx, id: WebhookId, attempted: &Attempted) -> Result<bool, Error> {
    let wait = attempted.wait(ctx);
    let status = match (attempted.arrived(), wait) {
        (true, _) => "'delivered'",
        // It may have been turned off meanwhile.
        (false, Some(_)) => "status",
        (false, None) => "'failed'",
    };
    let noted = query(format!(
        "UPDATE webhook_messages SET attempts = attempts + 1, step = step + 1, started_at = $4, next_at = $5,
             status = {status}
         WHERE endpoint_id = $1 AND event_id = $2 AND attempts = $3"
    ))
    .bind(id)
    .bind(attempted.message.event_id)
    .bind(attempted.message.attempts)
    .bind(attempted.started_at())
    .bind(ctx.now() + wait.unwrap_or_default())
    .run(tx)
    .await?;
    if noted > 0 && !attempted.is_unsent {
        insert_attempt(tx, id, attempted).await?;
    }
    Ok(!attempted.arrived() && wait.is_none())
}

async fn insert_attempt(tx: &mut Tx, id: WebhookId, attempted: &Attempted) -> Result<(), Error> {
    query(
        "INSERT INTO webhook_attempts
             (endpoint_id, event_id, attempt, workspace_id, at, duration, signature, status, problem, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id)
    .bind(attempted.message.event_id)
    .bind(attempted.message.attempts + 1)
    .bind(attempted.message.workspace_id)
    .bind(attempted.at)
    .bind(attempted.duration)
    .bind(&attempted.signature)
    .bind(attempted.status.map(i64::from))
    .bind(attempted.problem.map(AttemptProblem::name))
    .bind(attempted.answer.clone())
    .run(tx)
    .await?;
    Ok(())
}

/// Since when nothing has arrived; none where something has.
async fn note_endpoint(
    ctx: &Context,
    tx: &mut Tx,
    id: WebhookId,
    attempts: &[Attempted],
) -> Result<Option<Micros>, Error> {
    let sent = || attempts.iter().filter(|attempted| !attempted.is_unsent);
    let Some(last) = sent().max_by_key(|attempted| attempted.at + attempted.duration) else { return Ok(None) };
    let first = sent().map(|attempted| attempted.at).min().unwrap_or(last.at);
    let pause = sent().filter_map(Attempted::pause).max().map_or(0, |pause| ctx.now() + pause);
    let (failing_since,): (Option<i64>,) = query(
        "UPDATE webhook_endpoints SET last_at = $2, last_status = $3, last_problem = $4, paused_until = $6,
             failing_since = CASE WHEN $7 THEN NULL ELSE COALESCE(failing_since, $5) END
         WHERE id = $1 RETURNING failing_since",
    )
    .bind(id)
    .bind(last.at)
    .bind(last.status.map(i64::from))
    .bind(last.problem.map(AttemptProblem::name))
    .bind(first)
    .bind(pause)
    .bind(sent().any(Attempted::arrived))
    .one(tx)
    .await?;
    Ok(failing_since)
}
