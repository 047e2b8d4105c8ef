//! Charging what Roster itself does, at the prices of the installation.

use super::debit::debit_in;
use super::hold::{hold_in, resolve_in, select};
use super::spending::Spending;
use super::wallet::{self, Wallet};
use crate::clock::Micros;
use crate::db::Tx;
use crate::{Context, Error, Membership};
use model::credits::{HoldState, Meter, Shortage};
use model::ids::{AccountId, HoldId, WorkspaceId};

/// What is reserved comes back by itself after so long: a quarter of an hour.
const RESERVED: Micros = 15 * 60 * 1_000_000;

/// Charges for what is done now, in the transaction that does it. Nothing is charged where the price is nought or the
/// wallet is off. [`Error::OutOfCredits`] where there are too few.
pub(crate) async fn charge_in(
    ctx: &Context,
    tx: &mut Tx,
    workspace: WorkspaceId,
    account: Option<AccountId>,
    meter: Meter,
    quantity: i64,
) -> Result<(), Error> {
    let amount = ctx.roster.settings.prices.of(meter).saturating_mul(quantity);
    if amount == 0 {
        return Ok(());
    }
    let Some(mut wallet) = wallet::lock_active(ctx, tx, workspace).await? else { return Ok(()) };
    debit_in(ctx, tx, &mut wallet, ctx.id(), spending(account, meter, amount)).await?;
    wallet.save(tx).await
}

/// Charges for one call of the API, by the membership that it acts with.
pub async fn charge_call(ctx: &Context, slug: &str) -> Result<(), Error> {
    if ctx.roster.settings.prices.of(Meter::ApiCall) == 0 {
        return Ok(());
    }
    let mut tx = ctx.roster.db.write().await?;
    let Membership { workspace, account, .. } = ctx.membership(&mut tx, slug).await?;
    charge_in(ctx, &mut tx, workspace, account, Meter::ApiCall, 1).await?;
    Ok(tx.commit().await?)
}

/// Refuses what can't be paid, before it is begun: so many, all of them. Nothing is taken.
pub(crate) async fn require_for(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    meter: Meter,
    quantity: i64,
) -> Result<(), Error> {
    let amount = ctx.roster.settings.prices.of(meter).saturating_mul(quantity);
    if amount == 0 {
        return Ok(());
    }
    let Some(wallet) = wallet::lock_active(ctx, tx, membership.workspace).await? else { return Ok(()) };
    spending(membership.account, meter, amount).require_allowed(ctx, tx, &wallet).await?;
    wallet.save(tx).await
}

/// How many of so many could be paid now, and what stands in the way of more. Nothing is locked and nothing is taken:
/// [`charge_in`] asks again.
pub(crate) async fn payable(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    meter: Meter,
    quantity: i64,
) -> Result<(i64, Option<Shortage>), Error> {
    let price = ctx.roster.settings.prices.of(meter);
    if price == 0 {
        return Ok((quantity, None));
    }
    let Some(wallet) = wallet::peek(tx, membership.workspace).await?.filter(|wallet| wallet.active) else {
        return Ok((quantity, None));
    };
    affordable(ctx, tx, &wallet, spending(membership.account, meter, price.saturating_mul(quantity)), price, quantity)
        .await
}

/// How many of so many a wallet pays at this price, and what stands in the way of more.
async fn affordable(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &Wallet,
    all: Spending<'_>,
    price: i64,
    quantity: i64,
) -> Result<(i64, Option<Shortage>), Error> {
    match all.require_allowed(ctx, tx, wallet).await {
        Ok(()) => Ok((quantity, None)),
        Err(Error::OutOfCredits(shortage)) => Ok((shortage.available / price, Some(shortage))),
        Err(error) => Err(error),
    }
}

/// What a meter takes.
fn spending(account: Option<AccountId>, meter: Meter, amount: i64) -> Spending<'static> {
    Spending { amount, feature: meter.name(), account, note: "" }
}

/// Credits that are reserved for what is about to be done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reserved {
    /// How many can be done; where nothing is charged, all of them.
    pub payable: i64,
    /// What reserves them, and the price of one.
    hold: Option<(HoldId, i64)>,
}

/// Reserves what so many will cost, or as many as can be paid.
pub(crate) async fn reserve_in(
    ctx: &Context,
    tx: &mut Tx,
    workspace: WorkspaceId,
    account: Option<AccountId>,
    meter: Meter,
    quantity: i64,
) -> Result<Reserved, Error> {
    let price = ctx.roster.settings.prices.of(meter);
    let free = Reserved { payable: quantity, hold: None };
    if price == 0 || quantity == 0 {
        return Ok(free);
    }
    let Some(mut wallet) = wallet::lock_active(ctx, tx, workspace).await? else { return Ok(free) };
    let all = spending(account, meter, price.saturating_mul(quantity));
    let (payable, _) = affordable(ctx, tx, &wallet, all, price, quantity).await?;
    let mut reserved = Reserved { payable, hold: None };
    if payable > 0 {
        let id = ctx.id();
        hold_in(ctx, tx, &mut wallet, id, spending(account, meter, price * payable), RESERVED).await?;
        reserved.hold = Some((id, price));
    }
    wallet.save(tx).await?;
    Ok(reserved)
}

/// Charges what was done of what was reserved; the rest goes back. Where the time of the hold is over, nothing is
/// charged any more.
pub(crate) async fn charge_reserved(
    ctx: &Context,
    tx: &mut Tx,
    workspace: WorkspaceId,
    reserved: Reserved,
    done: i64,
) -> Result<(), Error> {
    let Some((id, price)) = reserved.hold else { return Ok(()) };
    let mut wallet = wallet::lock(ctx, tx, workspace).await?;
    if let Some(there) = select(tx, workspace, id).await? {
        let amount = price * done.min(reserved.payable);
        let state = if amount == 0 { HoldState::Voided } else { HoldState::Posted };
        match resolve_in(ctx, tx, &mut wallet, there, state, amount).await {
            Ok(_) => {}
            Err(Error::Conflict) => tracing::warn!(hold = %id, "what was reserved has gone back already"),
            Err(error) => return Err(error),
        }
    }
    wallet.save(tx).await
}
