//! What time brings to a wallet: grants that begin or end, holds whose time is over, a month's allowance.

use super::allowance;
use super::expire;
use super::grant;
use super::hold;
use super::moment::{month_of, start_of};
use super::wallet::Wallet;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error};
use uuid::Uuid;

/// What is due, and when it was.
#[derive(Debug, sqlx::FromRow)]
struct Due {
    at: i64,
    id: Uuid,
    what: String,
}

/// Does everything that is due, in the order in which it was. The wallet is locked; its caller saves it.
pub(super) async fn settle(ctx: &Context, tx: &mut Tx, wallet: &mut Wallet) -> Result<(), Error> {
    let now = ctx.now();
    if wallet.due_at > now {
        return Ok(());
    }
    allowance::give_due(ctx, tx, wallet).await?;
    let mut next = next_due(tx, wallet).await?;
    while let Some(due) = next.as_ref().filter(|due| due.at <= now) {
        match due.what.as_str() {
            "begin" => grant::enter(ctx, tx, wallet, due.id.into(), due.at).await?,
            "hold" => hold::time_out(ctx, tx, wallet, due.id.into(), due.at).await?,
            _ => expire::expire(ctx, tx, wallet, due.id.into(), due.at).await?,
        }
        next = next_due(tx, wallet).await?;
    }
    wallet.due_at = next.map_or(Micros::MAX, |due| due.at);
    if wallet.active {
        // The next month's allowance, if the plan has one by then.
        wallet.due_by(start_of(month_of(now).next()));
    }
    Ok(())
}

/// The first of all. A hold that ends at the moment at which its grant does goes first.
async fn next_due(tx: &mut Tx, wallet: &Wallet) -> Result<Option<Due>, Error> {
    Ok(query(
        "SELECT at, id, what FROM (
             SELECT * FROM (SELECT effective_at AS at, id, 'begin' AS what, 1 AS n FROM credit_grants
                 WHERE workspace_id = $1 AND remaining > 0 AND NOT entered ORDER BY effective_at, id LIMIT 1) AS begins
             UNION ALL
             SELECT * FROM (SELECT expires_at AS at, id, 'hold' AS what, 2 AS n FROM credit_holds
                 WHERE workspace_id = $1 AND state = 'live' ORDER BY expires_at, id LIMIT 1) AS holds
             UNION ALL
             SELECT * FROM (SELECT expires_at AS at, id, 'end' AS what, 3 AS n FROM credit_grants
                 WHERE workspace_id = $1 AND remaining > 0 AND entered AND remaining > held AND expires_at IS NOT NULL
                 ORDER BY expires_at, id LIMIT 1) AS ends
         ) AS due ORDER BY at, n, id LIMIT 1",
    )
    .bind(wallet.workspace())
    .optional(tx)
    .await?)
}
