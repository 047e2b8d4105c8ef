//! Which grants are used: by priority, of the same priority those that expire first, of those the oldest.

use super::wallet::Wallet;
use crate::db::{Tx, query};
use crate::{Error, internal};
use model::ids::GrantId;
use uuid::Uuid;

/// The burn order, as it stands on the page, over `credit_grants`.
pub(super) const BURN_ORDER: &str =
    "priority, CASE WHEN expires_at IS NULL THEN 1 ELSE 0 END, expires_at, effective_at, id";
/// Of these something is left that no hold reserves. What has expired is taken out before anyone asks.
pub(super) const SPENDABLE: &str = "entered AND remaining > held";
const BATCH: i64 = 50;

/// A part of an amount, of one grant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub grant: GrantId,
    pub amount: i64,
}

/// What a grant's part is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It is reserved.
    Held,
    /// It is gone.
    Used,
}

/// Takes an amount, which the wallet has available, out of the grants.
pub(super) async fn take(tx: &mut Tx, wallet: &Wallet, amount: i64, taken: Taken) -> Result<Vec<Part>, Error> {
    let mut parts = Vec::new();
    let mut left = amount;
    while left > 0 {
        let grants: Vec<(Uuid, i64)> = query(format!(
            "SELECT id, remaining - held FROM credit_grants
             WHERE workspace_id = $1 AND remaining > 0 AND {SPENDABLE} ORDER BY {BURN_ORDER} LIMIT {BATCH}"
        ))
        .bind(wallet.workspace())
        .all(tx)
        .await?;
        if grants.is_empty() {
            return Err(internal("a wallet has more credits than its grants", wallet.workspace().to_string()));
        }
        for (grant, free) in grants {
            let part = Part { grant: grant.into(), amount: free.min(left) };
            if part.amount == 0 {
                break;
            }
            left -= part.amount;
            change(tx, part, taken).await?;
            parts.push(part);
        }
    }
    Ok(parts)
}

async fn change(tx: &mut Tx, part: Part, taken: Taken) -> Result<(), Error> {
    let set = match taken {
        Taken::Held => "held = held + $2",
        Taken::Used => "remaining = remaining - $2",
    };
    query(format!("UPDATE credit_grants SET {set} WHERE id = $1")).bind(part.grant).bind(part.amount).run(tx).await?;
    Ok(())
}
