//! Giving credits.

use super::entry::NewEntry;
use super::moment;
use super::settle::settle;
use super::wallet::{self, Wallet, out_of_range};
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, audit, stored};
use model::Problem;
use model::credits::{EntryKind, GrantCategory, GrantInput, MAX_CREDITS};
use model::ids::{AccountId, GrantId};
use model::permissions::Permission;
use serde_json::json;
use uuid::Uuid;

/// Credits that were given at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The grant.
    pub id: GrantId,
    /// Where they come from.
    pub category: GrantCategory,
    /// How many they were.
    pub amount: i64,
    /// How many are left.
    pub remaining: i64,
    /// Of those, how many live holds reserve.
    pub held: i64,
    /// The least is used first.
    pub priority: i64,
    /// From when on they can be used.
    pub effective_at: Micros,
    /// Until when; none: for ever.
    pub expires_at: Option<Micros>,
    /// They can be used: their time has come.
    pub entered: bool,
    /// Why; may be empty.
    pub note: String,
    /// Who gave them; none: the plan, or an account that is gone.
    pub created_by: Option<AccountId>,
    /// When they were given.
    pub created_at: Micros,
}

#[derive(Debug, sqlx::FromRow)]
pub(super) struct GrantRecord {
    id: Uuid,
    workspace_id: Uuid,
    category: String,
    amount: i64,
    remaining: i64,
    held: i64,
    priority: i64,
    effective_at: i64,
    expires_at: Option<i64>,
    entered: bool,
    note: String,
    created_by: Option<Uuid>,
    created_at: i64,
}

/// The columns of [`GrantRecord`].
pub(super) const COLUMNS: &str =
    "id, workspace_id, category, amount, remaining, held, priority, effective_at, expires_at,
    entered, note, created_by, created_at";

impl GrantRecord {
    pub(super) fn grant(self) -> Result<Grant, Error> {
        Ok(Grant {
            id: self.id.into(),
            category: stored::named(&self.category, GrantCategory::named, "a category of credits")?,
            amount: self.amount,
            remaining: self.remaining,
            held: self.held,
            priority: self.priority,
            effective_at: self.effective_at,
            expires_at: self.expires_at,
            entered: self.entered,
            note: self.note,
            created_by: self.created_by.map(AccountId),
            created_at: self.created_at,
        })
    }
}

/// What is given.
#[derive(Debug)]
pub(super) struct NewGrant<'a> {
    pub id: GrantId,
    pub category: GrantCategory,
    pub amount: i64,
    pub priority: i64,
    pub effective_at: Micros,
    pub expires_at: Option<Micros>,
    pub note: &'a str,
    pub by: Option<AccountId>,
}

/// Gives credits. Needs `credits:write`. The same id with the same content answers what the first call has made; with
/// other content it is a problem at `id`. Problems at `amount`, `effective_at` and `expires_at`.
pub async fn grant(ctx: &Context, slug: &str, input: &GrantInput) -> Result<Grant, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_WRITE)?;
    let mut wallet = wallet::lock(ctx, &mut tx, membership.workspace).await?;
    let granted = grant_in(ctx, &mut tx, &mut wallet, input).await?;
    wallet.save(&mut tx).await?;
    tx.commit().await?;
    Ok(granted)
}

/// The same as a part of something larger. The wallet is locked, and the caller has asked who may.
pub(super) async fn grant_in(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &mut Wallet,
    input: &GrantInput,
) -> Result<Grant, Error> {
    if let Some(id) = input.id
        && let Some(there) = select(tx, id).await?
    {
        return same(there, wallet, input);
    }
    let now = ctx.now();
    let effective_at = moment::beginning(&input.effective).map_err(|problem| Error::at("effective_at", problem))?;
    let expires_at = moment::end(&input.expires).map_err(|problem| Error::at("expires_at", problem))?;
    let effective_at = effective_at.unwrap_or(now).max(now);
    if expires_at.is_some_and(|at| at <= effective_at) {
        return Err(Error::at("expires_at", Problem::Past));
    }
    let new = NewGrant {
        id: input.id.unwrap_or_else(|| ctx.id()),
        category: input.category,
        amount: input.amount,
        priority: input.priority,
        effective_at,
        expires_at,
        note: &input.note,
        by: ctx.actor.account(),
    };
    insert(ctx, tx, wallet, &new).await?;
    audit::Event::new(audit::Action::CreditsGrant)
        .within(wallet.workspace())
        .target(new.id, &new.amount.to_string())
        .after(&json!({
            "category": new.category, "amount": new.amount, "priority": new.priority,
            "effective_at": new.effective_at, "expires_at": new.expires_at, "note": new.note,
        }))
        .record(ctx, tx)
        .await?;
    select(tx, new.id).await?.ok_or(Error::NotFound)?.grant()
}

/// Writes the grant; where its time has come, it is entered in the ledger.
pub(super) async fn insert(ctx: &Context, tx: &mut Tx, wallet: &mut Wallet, new: &NewGrant<'_>) -> Result<(), Error> {
    // What is to come counts too: otherwise a grant could not be entered when its time comes.
    let (to_come,): (i64,) = query(
        "SELECT CAST(COALESCE(SUM(remaining), 0) AS BIGINT) FROM credit_grants
         WHERE workspace_id = $1 AND remaining > 0 AND NOT entered",
    )
    .bind(wallet.workspace())
    .one(tx)
    .await?;
    let ever = wallet.granted.checked_add(to_come).and_then(|sum| sum.checked_add(new.amount));
    if ever.is_none_or(|ever| ever > MAX_CREDITS) {
        return Err(out_of_range());
    }
    let written = query(
        "INSERT INTO credit_grants (id, workspace_id, category, amount, remaining, held, priority, effective_at,
             expires_at, entered, note, created_by, created_at)
         VALUES ($1, $2, $3, $4, $4, 0, $5, $6, $7, FALSE, $8, $9, $10)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(new.id)
    .bind(wallet.workspace())
    .bind(new.category.name())
    .bind(new.amount)
    .bind(new.priority)
    .bind(new.effective_at)
    .bind(new.expires_at)
    .bind(new.note)
    .bind(new.by)
    .bind(ctx.now())
    .run(tx)
    .await?;
    if written == 0 {
        return Err(Error::at("id", Problem::IdInUse));
    }
    wallet.due_by(new.effective_at);
    settle(ctx, tx, wallet).await
}

/// Enters a grant in the ledger: its time has come.
pub(super) async fn enter(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &mut Wallet,
    id: GrantId,
    at: Micros,
) -> Result<(), Error> {
    let (amount, note, by): (i64, String, Option<Uuid>) =
        query("UPDATE credit_grants SET entered = TRUE WHERE id = $1 RETURNING amount, note, created_by")
            .bind(id)
            .one(tx)
            .await?;
    let entry = NewEntry {
        kind: EntryKind::Grant,
        amount,
        grant: id,
        movement: id.0.into(),
        hold: None,
        corrects: None,
        feature: "",
        note: &note,
        account: by.map(AccountId),
        at,
    };
    wallet.enter(ctx, tx, entry).await?;
    Ok(())
}

pub(super) async fn select(tx: &mut Tx, id: GrantId) -> Result<Option<GrantRecord>, Error> {
    Ok(query(format!("SELECT {COLUMNS} FROM credit_grants WHERE id = $1")).bind(id).optional(tx).await?)
}

/// What has the id already is what is asked for. Moments that were left out or have passed are not compared.
fn same(there: GrantRecord, wallet: &Wallet, input: &GrantInput) -> Result<Grant, Error> {
    let at = |text: &str, read: fn(&str) -> Result<Option<Micros>, Problem>| read(text).ok().flatten();
    let effective = at(&input.effective, moment::beginning);
    let same = there.workspace_id == wallet.workspace().0
        && there.category == input.category.name()
        && there.amount == input.amount
        && there.priority == input.priority
        && there.note == input.note
        && there.expires_at == at(&input.expires, moment::end)
        && effective.is_none_or(|at| at.max(there.created_at) == there.effective_at);
    if same { there.grant() } else { Err(Error::at("id", Problem::IdInUse)) }
}
