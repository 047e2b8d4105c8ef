//! What goes on in the background: delivering mails, sweeping out what has ended.

use crate::clock::micros;
use crate::db::query;
use crate::mail::{Postman, deliver_due};
use crate::{Context, Error};
use std::time::Duration;

/// How often the worker looks without being told.
const PULSE: Duration = Duration::from_secs(5);
const SWEEP_EVERY: u32 = 120;

/// Runs until it is dropped. A failure is logged and tried again: the database may come back.
pub async fn run(ctx: Context, postman: Option<Postman>) {
    for round in 0_u32.. {
        if let Some(postman) = &postman
            && let Err(error) = deliver_due(&ctx, postman).await
        {
            tracing::warn!(%error, "outbox");
        }
        if round % SWEEP_EVERY == 0
            && let Err(error) = sweep(&ctx).await
        {
            tracing::warn!(%error, "sweep");
        }
        tokio::select! {
            () = tokio::time::sleep(PULSE) => {}
            () = ctx.roster.mail_waiting.notified() => {}
        }
    }
}

/// Deletes ended sessions, old drafts, forgotten failures and mails sent a month ago.
pub async fn sweep(ctx: &Context) -> Result<(), Error> {
    let now = ctx.now();
    let ago = |days: u64| now - micros(Duration::from_hours(24 * days));
    let mut tx = ctx.write().await?;
    query("DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2")
        .bind(now)
        .bind(now - micros(ctx.roster.settings.session_idle))
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
    Ok(tx.commit().await?)
}
