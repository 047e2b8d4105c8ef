//! Putting an entry right, by another one that names it.

use super::debit::{Movement, entries_of, movement_of};
use super::entry::NewEntry;
use super::moment::day_of;
use super::settle::settle;
use super::wallet::{self, Wallet};
use crate::db::{Tx, query};
use crate::{Context, Error, audit, stored};
use model::Problem;
use model::credits::{CorrectionInput, EntryKind};
use model::ids::{AccountId, EntryId, GrantId, MovementId};
use model::permissions::Permission;
use serde_json::json;
use uuid::Uuid;

#[derive(Debug, sqlx::FromRow)]
struct CorrectedEntry {
    at: i64,
    kind: String,
    amount: i64,
    grant_id: Uuid,
    feature: String,
    account_id: Option<Uuid>,
}

/// Gives back what was used, or takes back what was given and not used yet. Needs `credits:delete`. What was used goes
/// back to the grant that it came of, and expires at once where that grant has ended. The same id with the same content
/// changes nothing. Problems at `id`, `entry` and `amount`.
pub async fn correct(ctx: &Context, slug: &str, input: &CorrectionInput) -> Result<Movement, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_DELETE)?;
    let mut wallet = wallet::lock(ctx, &mut tx, membership.workspace).await?;
    let movement = correct_in(ctx, &mut tx, &mut wallet, input).await?;
    wallet.save(&mut tx).await?;
    tx.commit().await?;
    Ok(movement)
}

async fn correct_in(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &mut Wallet,
    input: &CorrectionInput,
) -> Result<Movement, Error> {
    let id: MovementId = input.id.unwrap_or_else(|| ctx.id());
    if let Some(movement) = same(tx, wallet, id, input).await? {
        return Ok(movement);
    }
    let entry: Option<CorrectedEntry> = query(
        "SELECT at, kind, amount, grant_id, feature, account_id FROM credit_entries
         WHERE id = $1 AND workspace_id = $2",
    )
    .bind(input.entry)
    .bind(wallet.workspace())
    .optional(tx)
    .await?;
    let entry = entry.ok_or_else(|| Error::at("entry", Problem::NotAChoice))?;
    let kind = stored::named(&entry.kind, EntryKind::named, "the kind of an entry")?;
    let left = correctable(tx, input.entry, kind, &entry).await?;
    let amount = input.amount.unwrap_or(left);
    if amount > left || left == 0 {
        let max = usize::try_from(left).unwrap_or_default();
        return Err(Error::at("amount", Problem::MoreThanLeft { max }));
    }
    let added = if kind == EntryKind::Consumption { amount } else { -amount };
    query("UPDATE credit_grants SET remaining = remaining + $2 WHERE id = $1")
        .bind(entry.grant_id)
        .bind(added)
        .run(tx)
        .await?;
    let made = wallet
        .enter(
            ctx,
            tx,
            NewEntry {
                kind: EntryKind::Correction,
                amount: added,
                grant: GrantId(entry.grant_id),
                movement: id,
                hold: None,
                corrects: Some((input.entry, day_of(entry.at))),
                feature: &entry.feature,
                note: &input.note,
                account: entry.account_id.map(AccountId),
                at: ctx.now(),
            },
        )
        .await?;
    audit::Event::new(audit::Action::CreditsCorrect)
        .within(wallet.workspace())
        .target(made, &amount.to_string())
        .after(&json!({ "kind": kind, "amount": added, "note": input.note }))
        .record(ctx, tx)
        .await?;
    // Where the grant has ended, what came back to it expires.
    wallet.due_by(ctx.now());
    settle(ctx, tx, wallet).await?;
    Ok(Movement { id, amount, entries: vec![made] })
}

/// How much of an entry can still be put right. Problems at `entry` where nothing of its kind can.
async fn correctable(tx: &mut Tx, id: EntryId, kind: EntryKind, entry: &CorrectedEntry) -> Result<i64, Error> {
    match kind {
        EntryKind::Consumption => {
            let (given_back,): (i64,) =
                query("SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM credit_entries WHERE corrects = $1")
                    .bind(id)
                    .one(tx)
                    .await?;
            Ok(-entry.amount - given_back)
        }
        EntryKind::Grant => {
            let (free,): (i64,) =
                query("SELECT remaining - held FROM credit_grants WHERE id = $1").bind(entry.grant_id).one(tx).await?;
            Ok(free)
        }
        EntryKind::Expiry | EntryKind::Correction => Err(Error::at("entry", Problem::WrongState)),
    }
}

/// What has the id already, if it is what is asked for.
async fn same(
    tx: &mut Tx,
    wallet: &Wallet,
    id: MovementId,
    input: &CorrectionInput,
) -> Result<Option<Movement>, Error> {
    let entries = entries_of(tx, id).await?;
    if entries.is_empty() {
        return Ok(None);
    }
    let movement = movement_of(id, &entries);
    let alike = entries
        .iter()
        .all(|entry| entry.is(wallet, EntryKind::Correction, &input.note) && entry.corrects == Some(input.entry.0));
    if alike && input.amount.is_none_or(|amount| amount == movement.amount) {
        return Ok(Some(movement));
    }
    Err(Error::at("id", Problem::IdInUse))
}
