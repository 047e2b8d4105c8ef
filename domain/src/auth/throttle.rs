//! Slowing guessers down, never locking a person out.
//!
//! Each attempt is counted before it is judged, so that parallel guesses can't all be judged first. Counters live in the
//! database: every door of every server shares them.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::ids::AccountId;
use sha2::{Digest, Sha256};

const SECOND: Micros = 1_000_000;
/// Failures are forgotten after so long without one.
const MEMORY: Micros = 3600 * SECOND;
/// The longest wait.
const CEILING: Micros = 900 * SECOND;

/// What an attempt is counted under, and how many are free.
#[derive(Clone, Debug)]
pub struct Limit {
    key: String,
    free: i64,
}

impl Limit {
    /// Per account, known or not, from browsers it has not signed in from.
    pub fn account(email_key: &str) -> Self {
        Self { key: format!("account:{}", digest(email_key.as_bytes())), free: 5 }
    }

    /// Per account and browser that it has signed in from before.
    pub fn device(email_key: &str, device: &[u8]) -> Self {
        let key = format!("device:{}", digest(&[email_key.as_bytes(), device].concat()));
        Self { key, free: 5 }
    }

    /// Per account, from sessions that it has: whoever has taken one over can't guess on from there.
    pub fn session(email_key: &str) -> Self {
        Self { key: format!("session:{}", digest(email_key.as_bytes())), free: 5 }
    }

    /// Per account: codes of its second factor, for whoever knows its password already.
    pub fn factor(account: AccountId) -> Self {
        Self { key: format!("factor:{account}"), free: 5 }
    }

    /// Per address that someone asks to recover, known or not.
    pub fn recovery(email_key: &str) -> Self {
        Self { key: format!("recovery:{}", digest(email_key.as_bytes())), free: 3 }
    }

    /// Per account: mails that it asks for.
    pub fn mails(account: AccountId) -> Self {
        Self { key: format!("mails:{account}"), free: 3 }
    }

    /// Per address; offices share one.
    pub fn address(ctx: &Context) -> Option<Self> {
        let address = match ctx.address? {
            // One household has a /64 to guess from.
            std::net::IpAddr::V6(v6) => std::net::Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).to_string(),
            v4 @ std::net::IpAddr::V4(_) => v4.to_string(),
        };
        Some(Self { key: format!("address:{address}"), free: 50 })
    }
}

/// Counts an attempt under each limit, or refuses it with the time to wait.
pub(super) async fn count(ctx: &Context, limits: &[Limit]) -> Result<(), Error> {
    let now = ctx.now();
    let mut tx = ctx.write().await?;
    for limit in limits {
        let counted: Option<(i64,)> = query(
            "INSERT INTO throttles (key, failures, last_at, blocked_until) VALUES ($1, 1, $2, 0)
             ON CONFLICT (key) DO UPDATE
             SET failures = CASE WHEN throttles.last_at < $3 THEN 1 ELSE throttles.failures + 1 END, last_at = $2
             WHERE throttles.blocked_until <= $2
             RETURNING failures",
        )
        .bind(&limit.key)
        .bind(now)
        .bind(now - MEMORY)
        .optional(&mut tx)
        .await?;
        let Some((failures,)) = counted else { return Err(wait(&mut tx, &limit.key, now).await?) };
        if failures >= limit.free {
            block(&mut tx, &limit.key, now + delay(failures - limit.free)).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Forgets the failures of an account or a browser: its holder is back. An address's stay.
pub(super) async fn forget(tx: &mut Tx, limits: &[Limit]) -> Result<(), Error> {
    for limit in limits.iter().filter(|limit| !limit.key.starts_with("address:")) {
        query("DELETE FROM throttles WHERE key = $1").bind(&limit.key).run(tx).await?;
    }
    Ok(())
}

/// Two seconds, doubled with each further failure.
fn delay(beyond: i64) -> Micros {
    let doublings = u32::try_from(beyond).unwrap_or(u32::MAX).min(20);
    ((2 * SECOND) << doublings).min(CEILING)
}

async fn block(tx: &mut Tx, key: &str, until: Micros) -> Result<(), Error> {
    query("UPDATE throttles SET blocked_until = $2 WHERE key = $1").bind(key).bind(until).run(tx).await?;
    Ok(())
}

async fn wait(tx: &mut Tx, key: &str, now: Micros) -> Result<Error, Error> {
    let (until,): (i64,) = query("SELECT blocked_until FROM throttles WHERE key = $1").bind(key).one(tx).await?;
    let seconds = u64::try_from(until - now).unwrap_or_default().div_ceil(SECOND.unsigned_abs()).max(1);
    Ok(Error::TryLater(u32::try_from(seconds).unwrap_or(u32::MAX)))
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
