//! Using credits at once.

use super::allocate::{self, Taken};
use super::entry::NewEntry;
use super::spending::{Spending, person};
use super::wallet::{self, Wallet};
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::Problem;
use model::credits::{DebitInput, EntryKind};
use model::ids::{AccountId, EntryId, MovementId};
use model::permissions::Permission;
use uuid::Uuid;

/// Entries that were made together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// What they share.
    pub id: MovementId,
    /// How many credits they take out of the wallet, or put into it.
    pub amount: i64,
    /// The entries, in their order.
    pub entries: Vec<EntryId>,
}

/// Uses credits. Needs `credits:write`. The same id with the same content changes nothing; with other content it is a
/// problem at `id`. [`Error::OutOfCredits`] where there are too few, or a cap stands in the way.
pub async fn debit(ctx: &Context, slug: &str, input: &DebitInput) -> Result<Movement, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_WRITE)?;
    let mut wallet = wallet::lock(ctx, &mut tx, membership.workspace).await?;
    let account = person(&mut tx, &membership, input.user).await?;
    let spending = Spending { amount: input.amount, feature: input.feature.as_str(), account, note: &input.note };
    let id = input.id.unwrap_or_else(|| ctx.id());
    let movement = debit_in(ctx, &mut tx, &mut wallet, id, spending).await?;
    wallet.save(&mut tx).await?;
    tx.commit().await?;
    Ok(movement)
}

/// The same of a locked wallet: whoever asks may.
pub(super) async fn debit_in(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &mut Wallet,
    id: MovementId,
    spending: Spending<'_>,
) -> Result<Movement, Error> {
    if let Some(movement) = same(tx, wallet, id, spending).await? {
        return Ok(movement);
    }
    spending.require_allowed(ctx, tx, wallet).await?;
    let mut movement = Movement { id, amount: spending.amount, entries: Vec::new() };
    for part in allocate::take(tx, wallet, spending.amount, Taken::Used).await? {
        let entry = NewEntry {
            kind: EntryKind::Consumption,
            amount: -part.amount,
            grant: part.grant,
            movement: id,
            hold: None,
            corrects: None,
            feature: spending.feature,
            note: spending.note,
            account: spending.account,
            at: ctx.now(),
        };
        movement.entries.push(wallet.enter(ctx, tx, entry).await?);
    }
    Ok(movement)
}

#[derive(Debug, sqlx::FromRow)]
pub(super) struct MovedEntry {
    id: Uuid,
    workspace_id: Uuid,
    kind: String,
    amount: i64,
    feature: String,
    note: String,
    account_id: Option<Uuid>,
    hold_id: Option<Uuid>,
    pub corrects: Option<Uuid>,
}

/// The entries of a movement, in their order.
pub(super) async fn entries_of(tx: &mut Tx, id: MovementId) -> Result<Vec<MovedEntry>, Error> {
    Ok(query(
        "SELECT id, workspace_id, kind, amount, feature, note, account_id, hold_id, corrects
         FROM credit_entries WHERE movement_id = $1 ORDER BY n",
    )
    .bind(id)
    .all(tx)
    .await?)
}

impl MovedEntry {
    /// It is one of this kind, in this wallet, with this note.
    pub(super) fn is(&self, wallet: &Wallet, kind: EntryKind, note: &str) -> bool {
        self.workspace_id == wallet.workspace().0 && self.kind == kind.name() && self.note == note
    }
}

/// A movement, of its entries.
pub(super) fn movement_of(id: MovementId, entries: &[MovedEntry]) -> Movement {
    let amount: i64 = entries.iter().map(|entry| entry.amount).sum();
    Movement { id, amount: amount.abs(), entries: entries.iter().map(|entry| entry.id.into()).collect() }
}

/// What has the id already, if it is what is asked for.
async fn same(tx: &mut Tx, wallet: &Wallet, id: MovementId, spending: Spending<'_>) -> Result<Option<Movement>, Error> {
    let entries = entries_of(tx, id).await?;
    if entries.is_empty() {
        return Ok(None);
    }
    let movement = movement_of(id, &entries);
    let alike = |entry: &MovedEntry| {
        entry.is(wallet, EntryKind::Consumption, spending.note)
            && entry.feature == spending.feature
            && entry.account_id.map(AccountId) == spending.account
            && entry.hold_id.is_none()
    };
    if movement.amount == spending.amount && entries.iter().all(alike) {
        return Ok(Some(movement));
    }
    Err(Error::at("id", Problem::IdInUse))
}
