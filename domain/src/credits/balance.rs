//! What a workspace has.

use super::grant::{self, Grant, GrantRecord};
use super::wallet;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, best_effort};
use model::ids::WorkspaceId;
use model::permissions::Permission;

/// What a workspace has of credits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// What is metered is charged.
    pub active: bool,
    /// What is there.
    pub posted: i64,
    /// Of that, what is reserved.
    pub reserved: i64,
    /// The grant that ends next, with what is left of it.
    pub expiring: Option<(i64, Micros)>,
    /// An alert comes when credits last for so many days; 0: never.
    pub forecast_days: i64,
    /// Changes of its settings count it up.
    pub version: i64,
}

impl Balance {
    /// What can be reserved or used.
    pub fn available(&self) -> i64 {
        self.posted - self.reserved
    }
}

/// Needs `credits:read`.
pub async fn balance(ctx: &Context, slug: &str) -> Result<Balance, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_READ)?;
    drop(tx);
    settle_due(ctx, membership.workspace).await?;
    balance_in(&mut ctx.read().await?, membership.workspace).await
}

/// Does what time has brought to a wallet, so that what is read after it is so. Where nothing can be written now, what
/// was is shown.
pub(super) async fn settle_due(ctx: &Context, workspace: WorkspaceId) -> Result<(), Error> {
    let due: Option<(i64,)> = query("SELECT due_at FROM credit_wallets WHERE workspace_id = $1 AND due_at <= $2")
        .bind(workspace)
        .bind(ctx.now())
        .optional(&mut ctx.read().await?)
        .await?;
    if due.is_some() {
        let settled = async {
            let mut tx = ctx.write().await?;
            wallet::lock(ctx, &mut tx, workspace).await?.save(&mut tx).await?;
            Ok::<_, Error>(tx.commit().await?)
        };
        best_effort(settled.await, "bringing a wallet up to date")?;
    }
    Ok(())
}

/// The same in a transaction, of a wallet that is settled.
pub(super) async fn balance_in(tx: &mut Tx, workspace: WorkspaceId) -> Result<Balance, Error> {
    let row: Option<(bool, i64, i64, i64, i64)> =
        query("SELECT active, posted, held, forecast_days, version FROM credit_wallets WHERE workspace_id = $1")
            .bind(workspace)
            .optional(tx)
            .await?;
    let Some((active, posted, reserved, forecast_days, version)) = row else { return Ok(Balance::default()) };
    let expiring: Option<(i64, i64)> = query(
        "SELECT remaining, expires_at FROM credit_grants
         WHERE workspace_id = $1 AND remaining > 0 AND entered AND expires_at IS NOT NULL
         ORDER BY expires_at, id LIMIT 1",
    )
    .bind(workspace)
    .optional(tx)
    .await?;
    Ok(Balance { active, posted, reserved, expiring, forecast_days, version })
}

/// The grants that have something left, in the order in which they are used; those to come last.
pub(super) async fn open_grants(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<Grant>, Error> {
    let rows: Vec<GrantRecord> = query(format!(
        "SELECT {} FROM credit_grants WHERE workspace_id = $1 AND remaining > 0
         ORDER BY CASE WHEN entered THEN 0 ELSE 1 END, {} LIMIT 100",
        grant::COLUMNS,
        super::allocate::BURN_ORDER
    ))
    .bind(workspace)
    .all(tx)
    .await?;
    rows.into_iter().map(GrantRecord::grant).collect()
}
