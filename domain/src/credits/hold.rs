//! Reserving credits, and what becomes of them: they are used whole or in part, given back, or their time is over.

use super::allocate::{self, Taken};
use super::entry::NewEntry;
use super::settle::settle;
use super::spending::{Spending, person};
use super::wallet::{self, Wallet};
use crate::clock::Micros;
use crate::db::{Rows, Tx, query};
use crate::{Context, Error, stored};
use model::Problem;
use model::credits::{EntryKind, HoldInput, HoldState};
use model::ids::{AccountId, HoldId, WorkspaceId};
use model::permissions::Permission;
use uuid::Uuid;

/// Credits that are or were reserved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The hold.
    pub id: HoldId,
    /// For whom; none: nobody in particular.
    pub account: Option<AccountId>,
    /// What for.
    pub feature: String,
    /// How many.
    pub amount: i64,
    /// Of those, how many were used.
    pub posted: i64,
    /// How far it has come.
    pub state: HoldState,
    /// May be empty.
    pub note: String,
    /// When it ends by itself.
    pub expires_at: Micros,
    /// When it ended.
    pub resolved_at: Option<Micros>,
    /// When it was made.
    pub created_at: Micros,
}

#[derive(Debug, sqlx::FromRow)]
pub(super) struct HoldRecord {
    id: Uuid,
    workspace_id: Uuid,
    account_id: Option<Uuid>,
    feature: String,
    amount: i64,
    posted: i64,
    state: String,
    note: String,
    lifetime: i64,
    expires_at: i64,
    resolved_at: Option<i64>,
    created_at: i64,
}

/// The columns of [`HoldRecord`].
pub(super) const COLUMNS: &str =
    "id, workspace_id, account_id, feature, amount, posted, state, note, lifetime, expires_at,
    resolved_at, created_at";
const SECOND: Micros = 1_000_000;

impl HoldRecord {
    pub(super) fn hold(self) -> Result<Hold, Error> {
        Ok(Hold {
            id: self.id.into(),
            account: self.account_id.map(AccountId),
            feature: self.feature,
            amount: self.amount,
            posted: self.posted,
            state: stored::named(&self.state, HoldState::named, "the state of a hold")?,
            note: self.note,
            expires_at: self.expires_at,
            resolved_at: self.resolved_at,
            created_at: self.created_at,
        })
    }
}

/// Reserves credits. Needs `credits:write`. The same id with the same content answers the hold as it is now; with other
/// content it is a problem at `id`. [`Error::OutOfCredits`] where there are too few, or a cap stands in the way.
pub async fn hold(ctx: &Context, slug: &str, input: &HoldInput) -> Result<Hold, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_WRITE)?;
    let mut wallet = wallet::lock(ctx, &mut tx, membership.workspace).await?;
    let account = person(&mut tx, &membership, input.user).await?;
    let spending = Spending { amount: input.amount, feature: input.feature.as_str(), account, note: &input.note };
    let id = input.id.unwrap_or_else(|| ctx.id());
    let held = hold_in(ctx, &mut tx, &mut wallet, id, spending, input.seconds * SECOND).await?;
    wallet.save(&mut tx).await?;
    tx.commit().await?;
    Ok(held)
}

/// Uses what is reserved: all of it, or a part, the rest going back. Needs `credits:write`. Doing the same again
/// changes nothing; [`Error::Conflict`] where the hold has ended otherwise. Problems at `amount`.
pub async fn post(ctx: &Context, slug: &str, id: HoldId, amount: Option<i64>) -> Result<Hold, Error> {
    resolve(ctx, slug, id, |held| match amount {
        Some(amount) if amount > held => {
            let max = usize::try_from(held).unwrap_or_default();
            Err(Error::at("amount", Problem::MoreThanLeft { max }))
        }
        amount => Ok((HoldState::Posted, amount.unwrap_or(held))),
    })
    .await
}

/// Gives back what is reserved. Needs `credits:write`. Doing it again changes nothing; [`Error::Conflict`] where the
/// hold was posted.
pub async fn void(ctx: &Context, slug: &str, id: HoldId) -> Result<Hold, Error> {
    resolve(ctx, slug, id, |_| Ok((HoldState::Voided, 0))).await
}

async fn resolve(
    ctx: &Context,
    slug: &str,
    id: HoldId,
    outcome: impl FnOnce(i64) -> Result<(HoldState, i64), Error>,
) -> Result<Hold, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_WRITE)?;
    let mut wallet = wallet::lock(ctx, &mut tx, membership.workspace).await?;
    let there = select(&mut tx, membership.workspace, id).await?.ok_or(Error::NotFound)?;
    let (state, posted) = outcome(there.amount)?;
    let resolved = resolve_in(ctx, &mut tx, &mut wallet, there, state, posted).await;
    // A hold whose time was over when it was looked at is so from now on, whatever is answered.
    if resolved.is_ok() || matches!(resolved, Err(Error::Conflict)) {
        wallet.save(&mut tx).await?;
        tx.commit().await?;
    }
    resolved
}

/// Reserves credits of a locked wallet: whoever asks may.
pub(super) async fn hold_in(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &mut Wallet,
    id: HoldId,
    spending: Spending<'_>,
    lifetime: Micros,
) -> Result<Hold, Error> {
    if let Some(there) = select_any(tx, id).await? {
        return same(there, wallet, spending, lifetime);
    }
    spending.require_allowed(ctx, tx, wallet).await?;
    let now = ctx.now();
    let written = query(
        "INSERT INTO credit_holds (id, workspace_id, account_id, feature, amount, posted, state, note, lifetime,
             expires_at, resolved_at, created_at)
         VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9, NULL, $10)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(wallet.workspace())
    .bind(spending.account)
    .bind(spending.feature)
    .bind(spending.amount)
    .bind(HoldState::Live.name())
    .bind(spending.note)
    .bind(lifetime)
    .bind(now + lifetime)
    .bind(now)
    .run(tx)
    .await?;
    if written == 0 {
        return Err(Error::at("id", Problem::IdInUse));
    }
    let mut parts = Rows::of("credit_hold_parts (hold_id, n, grant_id, amount)");
    for (n, part) in (0_i64..).zip(allocate::take(tx, wallet, spending.amount, Taken::Held).await?) {
        parts.push([id.into(), n.into(), part.grant.into(), part.amount.into()]);
    }
    parts.insert(tx).await?;
    wallet.held += spending.amount;
    wallet.due_by(now + lifetime);
    select_any(tx, id).await?.ok_or(Error::NotFound)?.hold()
}

/// Ends a hold of a locked wallet, using so much of it.
pub(super) async fn resolve_in(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &mut Wallet,
    there: HoldRecord,
    state: HoldState,
    posted: i64,
) -> Result<Hold, Error> {
    if there.state != HoldState::Live.name() {
        let same = there.state == state.name() && there.posted == posted;
        return if same { there.hold() } else { Err(Error::Conflict) };
    }
    let id = there.id.into();
    end(ctx, tx, wallet, &there, state, posted, ctx.now()).await?;
    settle(ctx, tx, wallet).await?;
    select_any(tx, id).await?.ok_or(Error::NotFound)?.hold()
}

/// Its time is over: everything goes back.
pub(super) async fn time_out(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &mut Wallet,
    id: HoldId,
    at: Micros,
) -> Result<(), Error> {
    let there = select_any(tx, id).await?.ok_or(Error::NotFound)?;
    end(ctx, tx, wallet, &there, HoldState::Expired, 0, at).await
}

async fn end(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &mut Wallet,
    there: &HoldRecord,
    state: HoldState,
    posted: i64,
    at: Micros,
) -> Result<(), Error> {
    let id = HoldId(there.id);
    let parts: Vec<(Uuid, i64)> =
        query("SELECT grant_id, amount FROM credit_hold_parts WHERE hold_id = $1 ORDER BY n").bind(id).all(tx).await?;
    query("DELETE FROM credit_hold_parts WHERE hold_id = $1").bind(id).run(tx).await?;
    query("UPDATE credit_holds SET state = $2, posted = $3, resolved_at = $4 WHERE id = $1")
        .bind(id)
        .bind(state.name())
        .bind(posted)
        .bind(at)
        .run(tx)
        .await?;
    wallet.held -= there.amount;
    // What goes back to a grant whose time is over expires now.
    wallet.due_by(at);
    let mut left = posted;
    for (grant, reserved) in parts {
        let used = reserved.min(left);
        left -= used;
        query("UPDATE credit_grants SET held = held - $2, remaining = remaining - $3 WHERE id = $1")
            .bind(grant)
            .bind(reserved)
            .bind(used)
            .run(tx)
            .await?;
        if used > 0 {
            let entry = NewEntry {
                kind: EntryKind::Consumption,
                amount: -used,
                grant: grant.into(),
                movement: there.id.into(),
                hold: Some(id),
                corrects: None,
                feature: &there.feature,
                note: &there.note,
                account: there.account_id.map(AccountId),
                at,
            };
            wallet.enter(ctx, tx, entry).await?;
        }
    }
    Ok(())
}

pub(super) async fn select(tx: &mut Tx, workspace: WorkspaceId, id: HoldId) -> Result<Option<HoldRecord>, Error> {
    Ok(select_any(tx, id).await?.filter(|hold| hold.workspace_id == workspace.0))
}

async fn select_any(tx: &mut Tx, id: HoldId) -> Result<Option<HoldRecord>, Error> {
    Ok(query(format!("SELECT {COLUMNS} FROM credit_holds WHERE id = $1")).bind(id).optional(tx).await?)
}

/// What has the id already is what is asked for.
fn same(there: HoldRecord, wallet: &Wallet, spending: Spending<'_>, lifetime: Micros) -> Result<Hold, Error> {
    let same = there.workspace_id == wallet.workspace().0
        && there.amount == spending.amount
        && there.feature == spending.feature
        && there.account_id == spending.account.map(|id| id.0)
        && there.note == spending.note
        && there.lifetime == lifetime;
    if same { there.hold() } else { Err(Error::at("id", Problem::IdInUse)) }
}
