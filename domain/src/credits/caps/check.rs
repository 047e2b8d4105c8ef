//! Whether a cap stands in the way.

use crate::credits::moment::first_day_of_month;
use crate::credits::spending::Spending;
use crate::credits::wallet::Wallet;
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::credits::{Shortage, ShortageReason};
use uuid::Uuid;

/// A cap that counts for a use, with what counts against it.
#[derive(Debug, sqlx::FromRow)]
struct AppliedCap {
    feature: String,
    amount: i64,
    /// Of all together, rather than of whoever asks.
    of_workspace: bool,
}

/// Every cap that counts for the use leaves room for it: [`Error::OutOfCredits`] otherwise. What is used in this month
/// of UTC counts, and what is reserved.
pub(in crate::credits) async fn require_within(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &Wallet,
    spending: &Spending<'_>,
) -> Result<(), Error> {
    for cap in applied(tx, wallet, spending).await? {
        let used = used(ctx, tx, wallet, spending, &cap).await?;
        let available = cap.amount.saturating_sub(used).max(0);
        if spending.amount > available {
            let reason = if cap.of_workspace { ShortageReason::WorkspaceCap } else { ShortageReason::MemberCap };
            return Err(Error::OutOfCredits(Shortage { reason, needed: spending.amount, available }));
        }
    }
    Ok(())
}

async fn applied(tx: &mut Tx, wallet: &Wallet, spending: &Spending<'_>) -> Result<Vec<AppliedCap>, Error> {
    Ok(query(
        "SELECT feature, MIN(amount) AS amount, of_workspace FROM (
             SELECT c.feature, c.amount, c.role_id IS NULL AND c.account_id IS NULL AS of_workspace FROM credit_caps c
             WHERE c.workspace_id = $1 AND c.feature IN ('', $2)
               AND ((c.role_id IS NULL AND c.account_id IS NULL) OR c.account_id = $3
                    OR c.role_id IN (SELECT x.role_id FROM effective_roles x JOIN members m ON m.id = x.member_id
                                     WHERE m.workspace_id = $1 AND m.account_id = $3 AND m.status = 'active'))
         ) AS caps GROUP BY feature, of_workspace",
    )
    .bind(wallet.workspace())
    .bind(spending.feature)
    .bind(spending.account.map_or(Uuid::nil(), |id| id.0))
    .all(tx)
    .await?)
}

async fn used(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &Wallet,
    spending: &Spending<'_>,
    cap: &AppliedCap,
) -> Result<i64, Error> {
    let first_day = first_day_of_month(ctx.now());
    let (posted, person) = if cap.of_workspace {
        (
            "SELECT -SUM(amount) FROM credit_days WHERE workspace_id = $1 AND day >= $2 AND ($3 = '' OR feature = $3)
             AND (kind = 'consumption' OR (kind = 'correction' AND feature <> ''))",
            "",
        )
    } else {
        (
            "SELECT SUM(amount) FROM credit_usage WHERE workspace_id = $1 AND account_id = $4 AND day >= $2
             AND ($3 = '' OR feature = $3)",
            "AND account_id = $4",
        )
    };
    let sql = format!(
        "SELECT CAST(COALESCE(({posted}), 0) + COALESCE((SELECT SUM(amount) FROM credit_holds
             WHERE workspace_id = $1 AND state = 'live' AND ($3 = '' OR feature = $3) {person}), 0) AS BIGINT)"
    );
    let query = query(sql).bind(wallet.workspace()).bind(first_day).bind(cap.feature.as_str());
    let query = if cap.of_workspace { query } else { query.bind(spending.account) };
    let (used,): (i64,) = query.one(tx).await?;
    Ok(used)
}
