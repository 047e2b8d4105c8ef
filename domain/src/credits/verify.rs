//! Making every balance anew from the entries.

use super::entry::Hashed;
use super::wallet::{self, Wallet};
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::ids::WorkspaceId;
use std::collections::HashMap;
use uuid::Uuid;

/// The first thing in a ledger that disagrees with the rest of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Disagreement {
    /// An entry was changed, left out or put in.
    #[error("entry {n} ({id}) is not as it was written")]
    Entry {
        /// Its number.
        n: i64,
        /// The entry.
        id: Uuid,
    },
    /// The entries end before the wallet's last one.
    #[error("the entries from {n} on are missing")]
    Missing {
        /// The number of the first one that is missing.
        n: i64,
    },
    /// A balance is not what the entries add up to.
    #[error("{account} is {stored}, and the entries make it {computed}")]
    Balance {
        /// Which account.
        account: String,
        /// As it is stored.
        stored: i64,
        /// As the entries say.
        computed: i64,
    },
}

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The workspace's name in addresses.
    pub slug: String,
    /// How many entries it has.
    pub entries: i64,
    /// What disagrees first; none: all is well.
    pub disagreement: Option<Disagreement>,
}

#[derive(sqlx::FromRow)]
struct HashedRow {
    id: Uuid,
    n: i64,
    at: i64,
    kind: String,
    amount: i64,
    balance: i64,
    movement_id: Uuid,
    grant_id: Uuid,
    hold_id: Option<Uuid>,
    corrects: Option<Uuid>,
    feature: String,
    note: String,
    hash: Vec<u8>,
}

const PAGE: i64 = 2_000;

/// Sums made anew.
#[derive(Default)]
struct Sums {
    posted: i64,
    of_kind: HashMap<String, i64>,
    of_grant: HashMap<Uuid, i64>,
    of_day: HashMap<(i64, String, String), i64>,
    entries: i64,
    head: Vec<u8>,
}

/// Every wallet, or that of one workspace, each in a view of its own. For the operator.
pub async fn verify(ctx: &Context, only: Option<&str>) -> Result<Vec<Verified>, Error> {
    ctx.require_operator()?;
    let wallets: Vec<(Uuid, String)> = query(
        "SELECT w.id, w.slug FROM credit_wallets c JOIN workspaces w ON w.id = c.workspace_id
         WHERE $1 = '' OR w.slug = $1 ORDER BY w.slug, w.id",
    )
    .bind(only.unwrap_or_default())
    .all(&mut ctx.read().await?)
    .await?;
    let mut verified = Vec::new();
    for (id, slug) in wallets {
        let (entries, disagreement) = of_wallet(&mut ctx.read().await?, id.into()).await?;
        verified.push(Verified { slug, entries, disagreement });
    }
    Ok(verified)
}

async fn of_wallet(tx: &mut Tx, workspace: WorkspaceId) -> Result<(i64, Option<Disagreement>), Error> {
    let stored: Wallet = query(format!("SELECT {} FROM credit_wallets WHERE workspace_id = $1", wallet::COLUMNS))
        .bind(workspace)
        .one(tx)
        .await?;
    let mut sums = Sums::default();
    loop {
        let rows: Vec<HashedRow> = query(
            "SELECT id, n, at, kind, amount, balance, movement_id, grant_id, hold_id, corrects, feature, note, hash
             FROM credit_entries WHERE workspace_id = $1 AND n > $2 ORDER BY n LIMIT $3",
        )
        .bind(workspace)
        .bind(sums.entries)
        .bind(PAGE)
        .all(tx)
        .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if !sums.add(&row) {
                return Ok((sums.entries, Some(Disagreement::Entry { n: row.n, id: row.id })));
            }
        }
    }
    if sums.entries != stored.entries || sums.head != stored.head {
        return Ok((sums.entries, Some(Disagreement::Missing { n: sums.entries + 1 })));
    }
    let wrong = wrong_sum(tx, workspace, &stored, &sums).await?;
    Ok((sums.entries, wrong))
}

/// What is stored beside the entries, and is not what they add up to.
async fn wrong_sum(
    tx: &mut Tx,
    workspace: WorkspaceId,
    stored: &Wallet,
    sums: &Sums,
) -> Result<Option<Disagreement>, Error> {
    if let Some(wrong) = sums.wrong_account(stored) {
        return Ok(Some(wrong));
    }
    if let Some(wrong) = wrong_grant(tx, workspace, sums).await? {
        return Ok(Some(wrong));
    }
    if let Some(wrong) = wrong_held(tx, workspace, stored).await? {
        return Ok(Some(wrong));
    }
    wrong_day(tx, workspace, sums).await
}

impl Sums {
    /// Takes an entry in; it says whether it is the one that was written there.
    fn add(&mut self, row: &HashedRow) -> bool {
        let balance = self.posted.checked_add(row.amount);
        let hashed = Hashed {
            id: row.id.into(),
            n: row.n,
            at: row.at,
            kind: &row.kind,
            amount: row.amount,
            balance: row.balance,
            movement: row.movement_id.into(),
            grant: row.grant_id.into(),
            hold: row.hold_id.map(Into::into),
            corrects: row.corrects.map(Into::into),
            feature: &row.feature,
            note: &row.note,
        };
        if row.n != self.entries + 1 || balance != Some(row.balance) || hashed.hash(&self.head) != row.hash {
            return false;
        }
        self.posted = row.balance;
        self.entries = row.n;
        self.head.clone_from(&row.hash);
        *self.of_kind.entry(row.kind.clone()).or_default() += row.amount;
        *self.of_grant.entry(row.grant_id).or_default() += row.amount;
        let day = (super::moment::day_of(row.at), row.kind.clone(), row.feature.clone());
        *self.of_day.entry(day).or_default() += row.amount;
        true
    }

    fn wrong_account(&self, stored: &Wallet) -> Option<Disagreement> {
        let of = |kind: &str| self.of_kind.get(kind).copied().unwrap_or_default();
        let accounts = [
            ("the balance", stored.posted, self.posted),
            ("granted", stored.granted, of("grant")),
            ("consumed", stored.consumed, -of("consumption")),
            ("expired", stored.expired, -of("expiry")),
            ("corrected", stored.corrected, -of("correction")),
        ];
        accounts.into_iter().find_map(|(account, stored, computed)| disagreement(account, stored, computed))
    }
}

fn disagreement(account: &str, stored: i64, computed: i64) -> Option<Disagreement> {
    (stored != computed).then(|| Disagreement::Balance { account: account.to_owned(), stored, computed })
}

/// What is left of each grant.
async fn wrong_grant(tx: &mut Tx, workspace: WorkspaceId, sums: &Sums) -> Result<Option<Disagreement>, Error> {
    let grants: Vec<(Uuid, i64)> =
        query("SELECT id, remaining FROM credit_grants WHERE workspace_id = $1 AND entered ORDER BY created_at, id")
            .bind(workspace)
            .all(tx)
            .await?;
    let left = |id: &Uuid| sums.of_grant.get(id).copied().unwrap_or_default();
    let wrong = |(id, stored): (Uuid, i64)| disagreement(&format!("the rest of grant {id}"), stored, left(&id));
    Ok(grants.into_iter().find_map(wrong))
}

/// What is reserved: of the wallet, and of each grant, by the live holds.
async fn wrong_held(tx: &mut Tx, workspace: WorkspaceId, stored: &Wallet) -> Result<Option<Disagreement>, Error> {
    let (held,): (i64,) = query(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM credit_holds WHERE workspace_id = $1 AND state = 'live'",
    )
    .bind(workspace)
    .one(tx)
    .await?;
    if let Some(wrong) = disagreement("what is reserved", stored.held, held) {
        return Ok(Some(wrong));
    }
    let grants: Vec<(Uuid, i64, i64)> = query(
        "SELECT g.id, g.held, CAST(COALESCE((SELECT SUM(p.amount) FROM credit_hold_parts p JOIN credit_holds h ON h.id = p.hold_id
             WHERE h.workspace_id = $1 AND h.state = 'live' AND p.grant_id = g.id), 0) AS BIGINT)
         FROM credit_grants g WHERE g.workspace_id = $1 AND g.remaining > 0 ORDER BY g.created_at, g.id",
    )
    .bind(workspace)
    .all(tx)
    .await?;
    let wrong = |(id, stored, computed): (Uuid, i64, i64)| {
        disagreement(&format!("what is reserved of grant {id}"), stored, computed)
    };
    Ok(grants.into_iter().find_map(wrong))
}

/// What statements and charts add up.
async fn wrong_day(tx: &mut Tx, workspace: WorkspaceId, sums: &Sums) -> Result<Option<Disagreement>, Error> {
    let days: Vec<(i64, String, String, i64)> =
        query("SELECT day, kind, feature, amount FROM credit_days WHERE workspace_id = $1 ORDER BY day, kind, feature")
            .bind(workspace)
            .all(tx)
            .await?;
    let computed = |key: &(i64, String, String)| sums.of_day.get(key).copied().unwrap_or_default();
    let count = days.len();
    for (day, kind, feature, stored) in days {
        let account = format!("the sum of {kind} {feature} on day {day}");
        let key = (day, kind, feature);
        if let Some(wrong) = disagreement(account.trim(), stored, computed(&key)) {
            return Ok(Some(wrong));
        }
    }
    let (stored, computed) = (i64::try_from(count), i64::try_from(sums.of_day.len()));
    Ok(disagreement("the number of daily sums", stored.unwrap_or_default(), computed.unwrap_or_default()))
}
