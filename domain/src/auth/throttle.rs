//! Slowing guessers down, never locking a person out.
//!
//! Each attempt is counted before it is judged, so that parallel guesses can't all be judged first; one that turns out
//! right is given back. Counters live in the database: every entrance of every server shares them.

use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::ids::AccountId;
use sha2::{Digest, Sha256};
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

const SECOND: Micros = 1_000_000;
/// Failures are forgotten after so long without one.
const FAILURE_TTL: Duration = Duration::from_hours(1);
/// The longest wait for an account.
const MAX_DELAY: Duration = Duration::from_mins(15);
/// Accounts that may fail from one address at once.
const ADDRESS_BURST: i64 = 50;
/// How soon an address is forgiven one of them: fifty in two and a half hours.
const ADDRESS_INTERVAL: Duration = Duration::from_mins(3);

/// What an attempt is counted under.
#[derive(Clone, Debug)]
pub enum Limit {
    /// So many failures are free; each further one doubles the wait.
    Failures {
        /// What is counted, and for whom; a digest where that is an e-mail address.
        key: String,
        /// How many there can be before there is a wait.
        free: i64,
    },
    /// A network address, weighed by how many subjects (accounts, known or not) have failed from there: one person who
    /// mistypes again and again does not hold up their office, whoever tries many accounts is held up.
    Address {
        /// What is counted, and the address; of IPv6 the /64.
        key: String,
        /// A digest of the account or passkey that was tried.
        subject: String,
    },
}

impl Limit {
    /// Per account, known or not, from browsers it has not signed in from.
    pub fn account(email_key: &str) -> Self {
        Self::failures(format!("account:{}", digest(email_key.as_bytes())), 5)
    }

    /// Per account and browser that it has signed in from before.
    pub fn device(email_key: &str, device: &[u8]) -> Self {
        Self::failures(format!("device:{}", digest(&[email_key.as_bytes(), device].concat())), 5)
    }

    /// Per account, from sessions that it has: whoever has taken one over can't guess on from there.
    pub fn session(email_key: &str) -> Self {
        Self::failures(format!("session:{}", digest(email_key.as_bytes())), 5)
    }

    /// Per account: codes of its second factor, for whoever knows its password already.
    pub fn factor(account: AccountId) -> Self {
        Self::failures(format!("factor:{account}"), 5)
    }

    /// Per address that someone asks to recover, known or not.
    pub fn recovery(email_key: &str) -> Self {
        Self::failures(format!("recovery:{}", digest(email_key.as_bytes())), 3)
    }

    /// Per account: mails that it asks for.
    pub fn mails(account: AccountId) -> Self {
        Self::failures(format!("mails:{account}"), 3)
    }

    /// Per address that signs in, for the account or passkey that is tried.
    pub fn address(ctx: &Context, subject: &str) -> Option<Self> {
        Self::of_address(ctx, "address", subject)
    }

    /// Per address that asks for recovery, for the account that it asks for: apart from signing in, which goes on
    /// meanwhile.
    pub fn recovery_address(ctx: &Context, email_key: &str) -> Option<Self> {
        Self::of_address(ctx, "recovery-address", email_key)
    }

    fn of_address(ctx: &Context, kind: &str, subject: &str) -> Option<Self> {
        let address = match ctx.address? {
            // One household has a /64 to guess from.
            IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).to_string(),
            v4 @ IpAddr::V4(_) => v4.to_string(),
        };
        Some(Self::Address { key: format!("{kind}:{address}"), subject: digest(subject.as_bytes()) })
    }

    fn failures(key: String, free: i64) -> Self {
        Self::Failures { key, free }
    }
}

/// Counts an attempt under each limit, or refuses it with the time to wait: then it is counted under none.
pub(super) async fn count(ctx: &Context, limits: &[Limit]) -> Result<(), Error> {
    let now = ctx.now();
    let mut tx = ctx.write().await?;
    for limit in limits {
        match limit {
            Limit::Failures { key, free } => {
                let failures = count_failure(&mut tx, key, now).await?;
                if failures >= *free {
                    block(&mut tx, key, now + delay(failures - free)).await?;
                }
            }
            Limit::Address { key, subject } => count_at_address(&mut tx, key, subject, now).await?,
        }
    }
    tx.commit().await?;
    Ok(())
}

/// The account's or browser's failures are forgotten, and what its attempts have cost their address is given back: its
/// holder is back.
pub(super) async fn forget(tx: &mut Tx, limits: &[Limit]) -> Result<(), Error> {
    for limit in limits {
        match limit {
            Limit::Failures { key, .. } => {
                delete(tx, key).await?;
            }
            Limit::Address { key, subject } => {
                // In the order in which an attempt is counted: two that lock these rows crosswise would be a deadlock.
                lock(tx, key).await?;
                if delete(tx, &subject_key(key, subject)).await? > 0 {
                    query("UPDATE throttles SET blocked_until = blocked_until - $2 WHERE key = $1")
                        .bind(key)
                        .bind(micros(ADDRESS_INTERVAL))
                        .run(tx)
                        .await?;
                }
            }
        }
    }
    Ok(())
}

/// Answers the failures so far, with this one; [`Error::TryLater`] while there is a wait.
async fn count_failure(tx: &mut Tx, key: &str, now: Micros) -> Result<i64, Error> {
    let counted: Option<(i64,)> = query(
        "INSERT INTO throttles (key, failures, last_at, blocked_until) VALUES ($1, 1, $2, 0)
         ON CONFLICT (key) DO UPDATE
         SET failures = CASE WHEN throttles.last_at < $3 THEN 1 ELSE throttles.failures + 1 END, last_at = $2
         WHERE throttles.blocked_until <= $2
         RETURNING failures",
    )
    .bind(key)
    .bind(now)
    .bind(now - micros(FAILURE_TTL))
    .optional(tx)
    .await?;
    match counted {
        Some((failures,)) => Ok(failures),
        None => Err(wait(tx, key, now).await?),
    }
}

/// A subject's first failure costs its address one of its burst, which comes back with time (the generic cell rate
/// algorithm, ITU-T I.371: `blocked_until` is the theoretical arrival time less the burst). Its further ones are the
/// account's own matter.
async fn count_at_address(tx: &mut Tx, key: &str, subject: &str, now: Micros) -> Result<(), Error> {
    let open: Option<(i64,)> = query(
        "INSERT INTO throttles (key, failures, last_at, blocked_until) VALUES ($1, 0, $2, 0)
         ON CONFLICT (key) DO UPDATE SET last_at = $2 WHERE throttles.blocked_until <= $2
         RETURNING blocked_until",
    )
    .bind(key)
    .bind(now)
    .optional(tx)
    .await?;
    let Some((blocked_until,)) = open else { return Err(wait(tx, key, now).await?) };
    if count_failure(tx, &subject_key(key, subject), now).await? > 1 {
        return Ok(());
    }
    let burst = ADDRESS_BURST * micros(ADDRESS_INTERVAL);
    block(tx, key, (blocked_until + burst).max(now) + micros(ADDRESS_INTERVAL) - burst).await
}

/// Forgets what an account's id is counted under; what is counted under its address is a digest, and swept.
pub(super) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    for limit in [Limit::factor(account), Limit::mails(account)] {
        if let Limit::Failures { key, .. } = limit {
            delete(tx, &key).await?;
        }
    }
    Ok(())
}

fn subject_key(key: &str, subject: &str) -> String {
    format!("{key}/{subject}")
}

async fn lock(tx: &mut Tx, key: &str) -> Result<(), Error> {
    let select = format!("SELECT failures FROM throttles WHERE key = $1{}", tx.for_update());
    query(select).bind(key).optional::<(i64,)>(tx).await?;
    Ok(())
}

async fn delete(tx: &mut Tx, key: &str) -> Result<u64, Error> {
    Ok(query("DELETE FROM throttles WHERE key = $1").bind(key).run(tx).await?)
}

/// Two seconds, doubled with each further failure.
fn delay(beyond: i64) -> Micros {
    let doublings = u32::try_from(beyond).unwrap_or(u32::MAX).min(20);
    ((2 * SECOND) << doublings).min(micros(MAX_DELAY))
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
