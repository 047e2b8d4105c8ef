//! The ledger, page by page and for a file.

use super::balance::settle_due;
use super::moment::start_of;
use crate::clock::Micros;
use crate::db::{Query, Tx, query};
use crate::{Context, Error, Membership, stored};
use model::Month;
use model::accounts::full_name;
use model::credits::{EntryKind, EntryQuery, GrantCategory};
use model::ids::{EntryId, GrantId, HoldId, MemberId, MovementId};
use model::permissions::Permission;
use uuid::Uuid;

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The entry.
    pub id: EntryId,
    /// Its number in the workspace's ledger, from 1 on.
    pub n: i64,
    /// When it happened.
    pub at: Micros,
    /// What it does.
    pub kind: EntryKind,
    /// What it adds to the balance, or takes out of it below zero.
    pub amount: i64,
    /// The balance after it.
    pub balance: i64,
    /// What belongs together has the same.
    pub movement: MovementId,
    /// The grant that the credits are of.
    pub grant: GrantId,
    /// Where those come from.
    pub category: GrantCategory,
    /// The hold that was posted.
    pub hold: Option<HoldId>,
    /// The entry that it corrects.
    pub corrects: Option<EntryId>,
    /// What they were used for; empty where they were not used.
    pub feature: String,
    /// May be empty.
    pub note: String,
    /// Who used or gave them, by name, while they are known here.
    pub user: Option<(MemberId, String)>,
}

/// The columns of [`EntryRecord`], and where they stand.
const SELECT: &str =
    "SELECT e.id, e.n, e.at, e.kind, e.amount, e.balance, e.movement_id, e.grant_id, g.category, e.hold_id,
        e.corrects, e.feature, e.note, m.id AS member_id, m.first_name, m.last_name
     FROM credit_entries e JOIN credit_grants g ON g.id = e.grant_id
     LEFT JOIN members m ON m.workspace_id = e.workspace_id AND m.account_id = e.account_id";

#[derive(sqlx::FromRow)]
struct EntryRecord {
    id: Uuid,
    n: i64,
    at: i64,
    kind: String,
    amount: i64,
    balance: i64,
    movement_id: Uuid,
    grant_id: Uuid,
    category: String,
    hold_id: Option<Uuid>,
    corrects: Option<Uuid>,
    feature: String,
    note: String,
    member_id: Option<Uuid>,
    first_name: Option<String>,
    last_name: Option<String>,
}

/// Entries, newest first, and whether there are older ones. Needs `credits:read`; one's own ([`EntryQuery::mine`]) are
/// every member's to see, without the workspace's balance in them.
pub async fn entries(ctx: &Context, slug: &str, asked: &EntryQuery, limit: u32) -> Result<(Vec<Entry>, bool), Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    require_readable(&membership, asked)?;
    drop(tx);
    settle_due(ctx, membership.workspace).await?;
    page(&mut ctx.read().await?, &membership, asked, limit).await
}

/// What one can ask a ledger for, and what the actor may do with it.
#[derive(Clone, Debug)]
pub struct EntryChoices {
    /// What credits were used for, by name. At most a hundred.
    pub features: Vec<String>,
    /// The months that have entries, newest first.
    pub months: Vec<Month>,
    /// They may put entries right.
    pub may_correct: bool,
}

/// Needs what [`entries`] needs.
pub async fn entry_choices(ctx: &Context, slug: &str, mine: bool) -> Result<EntryChoices, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    require_readable(&membership, &EntryQuery { mine, ..EntryQuery::default() })?;
    let (table, of) = if mine { ("credit_usage", "AND account_id = $2") } else { ("credit_days", "") };
    let names = query(format!(
        "SELECT DISTINCT feature FROM {table} WHERE workspace_id = $1 AND feature <> '' {of} ORDER BY feature LIMIT 100"
    ))
    .bind(membership.workspace);
    let names = if mine { names.bind(membership.account) } else { names };
    let features: Vec<(String,)> = names.all(&mut tx).await?;
    Ok(EntryChoices {
        features: features.into_iter().map(|(feature,)| feature).collect(),
        months: months(&mut tx, &membership, ctx.now()).await?,
        may_correct: membership.has(Permission::CREDITS_DELETE),
    })
}

/// One entry, for those who may put it right: needs `credits:delete`.
pub async fn correctable_entry(ctx: &Context, slug: &str, id: EntryId) -> Result<Entry, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_DELETE)?;
    let row: Option<EntryRecord> = query(format!("{SELECT} WHERE e.workspace_id = $1 AND e.id = $2"))
        .bind(membership.workspace)
        .bind(id)
        .optional(&mut tx)
        .await?;
    row.ok_or(Error::NotFound)?.entry()
}

pub(super) fn require_readable(membership: &Membership, asked: &EntryQuery) -> Result<(), Error> {
    if asked.mine && membership.account.is_some() { Ok(()) } else { membership.require(Permission::CREDITS_READ) }
}

pub(super) async fn page(
    tx: &mut Tx,
    membership: &Membership,
    asked: &EntryQuery,
    limit: u32,
) -> Result<(Vec<Entry>, bool), Error> {
    let mut conditions = String::from("e.workspace_id = $1 AND e.n < $2 AND e.n > $3");
    let before = asked.before.unwrap_or(i64::MAX);
    let (after, before) = match asked.month {
        None => (0, before),
        Some(month) => {
            let last = last_before(tx, membership, start_of(month.next())).await?;
            let first = last_before(tx, membership, start_of(month)).await?;
            (first.map_or(0, |(n, _)| n), before.min(last.map_or(0, |(n, _)| n) + 1))
        }
    };
    let mut values = Vec::new();
    let mut narrow = |column: &str, value: crate::db::Value| {
        values.push(value);
        conditions.push_str(&format!(" AND {column} = ${}", values.len() + 3));
    };
    if let Some(kind) = asked.kind {
        narrow("e.kind", kind.name().into());
    }
    if let Some(feature) = &asked.feature {
        narrow("e.feature", feature.as_str().into());
    }
    if asked.mine {
        narrow("e.account_id", membership.account.into());
    }
    if let Some(user) = asked.user {
        let account: Option<(Option<Uuid>,)> =
            query("SELECT account_id FROM members WHERE id = $1 AND workspace_id = $2")
                .bind(user)
                .bind(membership.workspace)
                .optional(tx)
                .await?;
        let account = account.and_then(|(account,)| account);
        narrow("e.account_id", Some(account.unwrap_or_default()).into());
    }
    let sql = format!(
        "{SELECT}
         WHERE {conditions} ORDER BY e.n DESC LIMIT {}",
        limit + 1
    );
    let start = query(sql).bind(membership.workspace).bind(before).bind(after);
    let rows: Vec<EntryRecord> = values.into_iter().fold(start, Query::bind).all(tx).await?;
    let mut entries = rows.into_iter().map(EntryRecord::entry).collect::<Result<Vec<Entry>, Error>>()?;
    let more = entries.len() > limit as usize;
    entries.truncate(limit as usize);
    Ok((entries, more))
}

/// The number of the last entry before a moment, and the balance after it.
pub(super) async fn last_before(tx: &mut Tx, membership: &Membership, at: Micros) -> Result<Option<(i64, i64)>, Error> {
    Ok(query(
        "SELECT n, balance FROM credit_entries WHERE workspace_id = $1 AND at < $2 ORDER BY at DESC, n DESC LIMIT 1",
    )
    .bind(membership.workspace)
    .bind(at)
    .optional(tx)
    .await?)
}

/// The months in which the ledger has entries, newest first: no more than ten years of them.
pub(super) async fn months(tx: &mut Tx, membership: &Membership, now: Micros) -> Result<Vec<Month>, Error> {
    let first: Option<(i64,)> = query("SELECT at FROM credit_entries WHERE workspace_id = $1 ORDER BY at, n LIMIT 1")
        .bind(membership.workspace)
        .optional(tx)
        .await?;
    let Some((first,)) = first else { return Ok(Vec::new()) };
    let first = super::moment::month_of(first);
    let mut months = vec![super::moment::month_of(now)];
    while let Some(last) = months.last().filter(|last| **last > first && months.len() < 120) {
        months.push(last.previous());
    }
    Ok(months)
}

impl EntryRecord {
    fn entry(self) -> Result<Entry, Error> {
        let name = full_name(&self.first_name.unwrap_or_default(), &self.last_name.unwrap_or_default());
        Ok(Entry {
            id: self.id.into(),
            n: self.n,
            at: self.at,
            kind: stored::named(&self.kind, EntryKind::named, "the kind of an entry")?,
            amount: self.amount,
            balance: self.balance,
            movement: self.movement_id.into(),
            grant: self.grant_id.into(),
            category: stored::named(&self.category, GrantCategory::named, "a category of credits")?,
            hold: self.hold_id.map(HoldId),
            corrects: self.corrects.map(EntryId),
            feature: self.feature,
            note: self.note,
            user: self.member_id.map(|id| (id.into(), name)),
        })
    }
}
