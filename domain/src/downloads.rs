//! How far downloads have come, for the page that waits for one: an XLSX is made whole before its first byte.
//!
//! It stands in the database, since the page may ask another server than the one that makes the file.

use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::{Context, Error, stored};
use model::Problem;
use model::downloads::{DownloadProgress, DownloadState};
use model::ids::AccountId;
use std::time::Duration;

/// How often it is written down how far a download has come.
const INTERVAL: Duration = Duration::from_secs(1);
/// Of which nothing was heard for so long, the server has stopped.
const LOST_AFTER: Duration = Duration::from_secs(30);
const KEPT: Duration = Duration::from_hours(24);
const LONGEST_ID: usize = 36;

/// A download that its page asks about.
#[derive(Clone, Debug)]
pub struct WatchedDownload {
    ctx: Context,
    account: AccountId,
    id: String,
}

/// Begins one of the actor's own, by an id that the page has chosen: 1 to 36 bytes, or [`Error::Invalid`] at `progress`.
/// `total` is how many rows there will be, where that is known. One that has been used before begins anew.
pub async fn begin(ctx: &Context, id: &str, total: Option<i64>) -> Result<WatchedDownload, Error> {
    let account = ctx.account()?;
    if id.is_empty() || id.len() > LONGEST_ID {
        return Err(Error::at("progress", Problem::NotAChoice));
    }
    let mut tx = ctx.write().await?;
    query(
        "INSERT INTO downloads (account_id, id, state, done, total, seen_at) VALUES ($1, $2, $3, 0, $4, $5)
         ON CONFLICT (account_id, id) DO UPDATE SET
             state = EXCLUDED.state, done = 0, total = EXCLUDED.total, seen_at = EXCLUDED.seen_at",
    )
    .bind(account)
    .bind(id)
    .bind(DownloadState::Running.name())
    .bind(total)
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(WatchedDownload { ctx: ctx.clone(), account, id: id.to_owned() })
}

impl WatchedDownload {
    /// Writes down once a second how many rows there are; never ends. What can't be written is logged: the download
    /// goes on.
    pub async fn tell(&self, done: impl Fn() -> i64) -> ! {
        loop {
            tokio::time::sleep(INTERVAL).await;
            self.note(DownloadState::Running, done()).await;
        }
    }

    /// Writes down where it stands.
    pub async fn note(&self, state: DownloadState, done: i64) {
        if let Err(error) = self.write(state, done).await {
            tracing::warn!(%error, "the progress of a download");
        }
    }

    async fn write(&self, state: DownloadState, done: i64) -> Result<(), Error> {
        let mut tx = self.ctx.write().await?;
        query("UPDATE downloads SET state = $3, done = $4, seen_at = $5 WHERE account_id = $1 AND id = $2")
            .bind(self.account)
            .bind(self.id.as_str())
            .bind(state.name())
            .bind(done)
            .bind(self.ctx.now())
            .run(&mut tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

/// How far the actor's own has come; none where it has not begun.
pub async fn progress(ctx: &Context, id: &str) -> Result<Option<DownloadProgress>, Error> {
    let account = ctx.account()?;
    let row: Option<(String, i64, Option<i64>, Micros)> =
        query("SELECT state, done, total, seen_at FROM downloads WHERE account_id = $1 AND id = $2")
            .bind(account)
            .bind(id)
            .optional(&mut ctx.read().await?)
            .await?;
    let Some((state, done, total, seen_at)) = row else { return Ok(None) };
    let state = match stored::named(&state, DownloadState::named, "a download's state")? {
        DownloadState::Running if ctx.now() - seen_at > micros(LOST_AFTER) => DownloadState::Failed,
        state => state,
    };
    Ok(Some(DownloadProgress { state, done, total }))
}

/// Deletes those of long ago.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query("DELETE FROM downloads WHERE seen_at < $1").bind(now - micros(KEPT)).run(tx).await?;
    Ok(())
}

/// Deletes those of an account.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    query("DELETE FROM downloads WHERE account_id = $1").bind(account).run(tx).await?;
    Ok(())
}
