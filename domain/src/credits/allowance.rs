//! What a plan gives each month.

use super::grant::{NewGrant, insert};
use super::moment::{month_of, start_of};
use super::wallet::Wallet;
use crate::db::Tx;
use crate::{Context, Error, plans};
use model::credits::{ALLOWANCE_PRIORITY, GrantCategory, MAX_CREDITS};

/// Gives this month's allowance, where the plan has one and it was not given yet. It ends with the month. Months in
/// which nobody looked at the wallet have ended already, and so has what they would have given.
pub(super) async fn give_due(ctx: &Context, tx: &mut Tx, wallet: &mut Wallet) -> Result<(), Error> {
    let month = month_of(ctx.now());
    if !wallet.active || wallet.allowance_month.is_some_and(|given| given >= month.number()) {
        return Ok(());
    }
    let amount = monthly_credits(ctx, tx, wallet).await?;
    if amount == 0 {
        return Ok(());
    }
    // The first one begins when the wallet was turned on.
    let begins = if wallet.allowance_month.is_none() { ctx.now() } else { start_of(month) };
    wallet.allowance_month = Some(month.number());
    // It is not due again while it is being given.
    wallet.due_at = i64::MAX;
    let new = NewGrant {
        id: ctx.id(),
        category: GrantCategory::Allowance,
        amount,
        priority: ALLOWANCE_PRIORITY,
        effective_at: begins,
        expires_at: Some(start_of(month.next())),
        note: &month.to_string(),
        by: None,
    };
    Box::pin(insert(ctx, tx, wallet, &new)).await
}

/// What the workspace's plan gives.
async fn monthly_credits(ctx: &Context, tx: &mut Tx, wallet: &Wallet) -> Result<i64, Error> {
    let plan = plans::plan_of(ctx, tx, wallet.workspace()).await?;
    let credits = plan.map_or(0, |plan| i64::try_from(plan.monthly_credits).unwrap_or(MAX_CREDITS));
    Ok(credits.min(MAX_CREDITS))
}
