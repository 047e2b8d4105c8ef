//! Writing an entry of the ledger.

use super::moment::day_of;
use super::usage;
use super::wallet::{Wallet, out_of_range};
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::credits::EntryKind;
use model::ids::{AccountId, EntryId, GrantId, HoldId, MovementId};
use sha2::{Digest, Sha256};

/// What an entry says beside its number, its time and the balance.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewEntry<'a> {
    pub kind: EntryKind,
    /// What it adds to the wallet, or takes out of it below zero.
    pub amount: i64,
    /// The grant that the credits are of.
    pub grant: GrantId,
    /// What belongs together.
    pub movement: MovementId,
    pub hold: Option<HoldId>,
    /// The entry that a correction names, and its day.
    pub corrects: Option<(EntryId, i64)>,
    pub feature: &'a str,
    pub note: &'a str,
    /// Who used them, or gave them.
    pub account: Option<AccountId>,
    /// When it happened; never before the last entry.
    pub at: Micros,
}

/// Everything that an entry's hash is made of. Who it was is left out: an account that is deleted is forgotten here.
#[derive(Debug)]
pub(super) struct Hashed<'a> {
    pub id: EntryId,
    pub n: i64,
    pub at: Micros,
    pub kind: &'a str,
    pub amount: i64,
    pub balance: i64,
    pub movement: MovementId,
    pub grant: GrantId,
    pub hold: Option<HoldId>,
    pub corrects: Option<EntryId>,
    pub feature: &'a str,
    pub note: &'a str,
}

impl Hashed<'_> {
    /// SHA-256 of the hash before and of every value, those of unknown length after their length.
    pub fn hash(&self, before: &[u8]) -> Vec<u8> {
        let mut hash = Sha256::new().chain_update(before).chain_update(self.id.0);
        for number in [self.n, self.at, self.amount, self.balance] {
            hash.update(number.to_be_bytes());
        }
        hash.update(self.movement.0);
        hash.update(self.grant.0);
        for id in [self.hold.map(|id| id.0), self.corrects.map(|id| id.0)] {
            hash.update([u8::from(id.is_some())]);
            hash.update(id.unwrap_or_default());
        }
        for text in [self.kind, self.feature, self.note] {
            hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(text);
        }
        hash.finalize().to_vec()
    }
}

impl Wallet {
    /// Writes the entry, with the sums that pages read. What it does to the grant is the caller's.
    pub async fn enter(&mut self, ctx: &Context, tx: &mut Tx, new: NewEntry<'_>) -> Result<EntryId, Error> {
        self.count(new.kind, new.amount)?;
        let at = new.at.max(self.last_at);
        let hashed = Hashed {
            id: ctx.id(),
            n: self.entries + 1,
            at,
            kind: new.kind.name(),
            amount: new.amount,
            balance: self.posted,
            movement: new.movement,
            grant: new.grant,
            hold: new.hold,
            corrects: new.corrects.map(|(entry, _)| entry),
            feature: new.feature,
            note: new.note,
        };
        let hash = hashed.hash(&self.head);
        query(
            "INSERT INTO credit_entries
                 (id, workspace_id, n, at, kind, amount, balance, movement_id, grant_id, hold_id, corrects, feature,
                  note, account_id, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        )
        .bind(hashed.id)
        .bind(self.workspace())
        .bind(hashed.n)
        .bind(at)
        .bind(hashed.kind)
        .bind(hashed.amount)
        .bind(hashed.balance)
        .bind(hashed.movement)
        .bind(hashed.grant)
        .bind(hashed.hold)
        .bind(hashed.corrects)
        .bind(hashed.feature)
        .bind(hashed.note)
        .bind(new.account)
        .bind(hash.clone())
        .run(tx)
        .await?;
        usage::add_to_day(tx, self.workspace(), day_of(at), new.kind, new.feature, new.amount).await?;
        if let (EntryKind::Consumption | EntryKind::Correction, Some(account)) = (new.kind, new.account)
            && !new.feature.is_empty()
        {
            let day = new.corrects.map_or_else(|| day_of(at), |(_, day)| day);
            usage::add_to_person(tx, self.workspace(), account, day, new.feature, -new.amount).await?;
        }
        (self.entries, self.head, self.last_at) = (hashed.n, hash, at);
        Ok(hashed.id)
    }

    /// Both sides of the movement: the wallet's and that of the account that the kind names.
    fn count(&mut self, kind: EntryKind, amount: i64) -> Result<(), Error> {
        self.add(amount)?;
        let (account, added) = match kind {
            EntryKind::Grant => (&mut self.granted, Some(amount)),
            EntryKind::Consumption => (&mut self.consumed, amount.checked_neg()),
            EntryKind::Expiry => (&mut self.expired, amount.checked_neg()),
            EntryKind::Correction => (&mut self.corrected, amount.checked_neg()),
        };
        *account = added.and_then(|added| account.checked_add(added)).ok_or_else(out_of_range)?;
        Ok(())
    }
}
