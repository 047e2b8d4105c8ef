//! The wallet of a workspace: the balances of its ledger, locked while they change.

use super::settle::settle;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::Problem;
use model::credits::{MAX_CREDITS, Shortage, ShortageReason};
use model::ids::WorkspaceId;
use uuid::Uuid;

/// A wallet whose row is locked. What was changed counts once it is saved.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Wallet {
    #[sqlx(rename = "workspace_id")]
    id: Uuid,
    /// What is metered is charged.
    pub active: bool,
    /// What is there.
    pub posted: i64,
    /// All that ever came in.
    pub granted: i64,
    /// All that was ever used.
    pub consumed: i64,
    /// All that ever expired.
    pub expired: i64,
    /// What corrections have taken, less what they have given back.
    pub corrected: i64,
    /// Of what is there, what live holds reserve.
    pub held: i64,
    /// The number of the last entry.
    pub entries: i64,
    /// The hash of the last entry.
    pub head: Vec<u8>,
    /// When the last entry was made.
    pub last_at: i64,
    /// When something happens by itself next, at the earliest.
    pub due_at: i64,
    /// The number of the last month whose allowance was given.
    pub allowance_month: Option<i64>,
    /// An alert comes when credits last for so many days; 0: never.
    pub forecast_days: i64,
    /// Changes of its settings count it up.
    pub version: i64,
}

/// The columns of [`Wallet`].
pub(super) const COLUMNS: &str =
    "workspace_id, active, posted, granted, consumed, expired, corrected, held, entries, head,
    last_at, due_at, allowance_month, forecast_days, version";
/// So many days before the end of all credits an alert comes, until someone says otherwise.
const FORECAST_DAYS: i64 = 7;

/// Locks the wallet, making one where there is none, and does what time has brought. Whoever locks it saves it.
pub(super) async fn lock(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId) -> Result<Wallet, Error> {
    let mut wallet = lock_unsettled(tx, workspace).await?;
    settle(ctx, tx, &mut wallet).await?;
    Ok(wallet)
}

/// The same where it is there and active: nothing is charged otherwise.
pub(super) async fn lock_active(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId) -> Result<Option<Wallet>, Error> {
    let Some(mut wallet) = select(tx, workspace).await?.filter(|wallet| wallet.active) else { return Ok(None) };
    settle(ctx, tx, &mut wallet).await?;
    Ok(Some(wallet))
}

async fn lock_unsettled(tx: &mut Tx, workspace: WorkspaceId) -> Result<Wallet, Error> {
    if let Some(wallet) = select(tx, workspace).await? {
        return Ok(wallet);
    }
    query(
        "INSERT INTO credit_wallets
             (workspace_id, active, posted, granted, consumed, expired, corrected, held, entries, head, last_at, due_at,
              allowance_month, forecast_days, version)
         VALUES ($1, FALSE, 0, 0, 0, 0, 0, 0, 0, $2, 0, $3, NULL, $4, 1)
         ON CONFLICT (workspace_id) DO NOTHING",
    )
    .bind(workspace)
    .bind(Vec::new())
    .bind(Micros::MAX)
    .bind(FORECAST_DAYS)
    .run(tx)
    .await?;
    select(tx, workspace).await?.ok_or(Error::NotFound)
}

/// As it is now, without a lock: it may change, and what is due may not be done.
pub(super) async fn peek(tx: &mut Tx, workspace: WorkspaceId) -> Result<Option<Wallet>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM credit_wallets WHERE workspace_id = $1");
    Ok(query(sql).bind(workspace).optional(tx).await?)
}

async fn select(tx: &mut Tx, workspace: WorkspaceId) -> Result<Option<Wallet>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM credit_wallets WHERE workspace_id = $1{}", tx.for_update());
    Ok(query(sql).bind(workspace).optional(tx).await?)
}

impl Wallet {
    /// Whose it is.
    pub fn workspace(&self) -> WorkspaceId {
        self.id.into()
    }

    /// What can be reserved or used.
    pub fn available(&self) -> i64 {
        self.posted - self.held
    }

    /// [`Error::OutOfCredits`] where so many can't be reserved or used.
    pub fn require_available(&self, needed: i64) -> Result<(), Error> {
        if needed <= self.available() {
            return Ok(());
        }
        let reason = ShortageReason::Balance;
        Err(Error::OutOfCredits(Shortage { reason, needed, available: self.available() }))
    }

    /// Nothing may happen by itself later than this without being looked for.
    pub fn due_by(&mut self, at: Micros) {
        self.due_at = self.due_at.min(at);
    }

    /// Takes an amount in or out against the account that the entry's kind names. Problems at `amount`.
    pub fn add(&mut self, amount: i64) -> Result<(), Error> {
        let posted = self.posted.checked_add(amount).filter(|posted| *posted <= MAX_CREDITS);
        self.posted = posted.ok_or_else(out_of_range)?;
        Ok(())
    }

    /// Writes what has changed.
    pub async fn save(self, tx: &mut Tx) -> Result<(), Error> {
        query(
            "UPDATE credit_wallets SET active = $2, posted = $3, granted = $4, consumed = $5, expired = $6,
                 corrected = $7, held = $8, entries = $9, head = $10, last_at = $11, due_at = $12,
                 allowance_month = $13, forecast_days = $14, version = $15
             WHERE workspace_id = $1",
        )
        .bind(self.id)
        .bind(self.active)
        .bind(self.posted)
        .bind(self.granted)
        .bind(self.consumed)
        .bind(self.expired)
        .bind(self.corrected)
        .bind(self.held)
        .bind(self.entries)
        .bind(self.head)
        .bind(self.last_at)
        .bind(self.due_at)
        .bind(self.allowance_month)
        .bind(self.forecast_days)
        .bind(self.version)
        .run(tx)
        .await?;
        Ok(())
    }
}

/// The balance, or an account beside it, would be greater than any may be.
pub(super) fn out_of_range() -> Error {
    let max = usize::try_from(MAX_CREDITS).unwrap_or(usize::MAX);
    Error::at("amount", Problem::OutOfRange { min: 1, max })
}
