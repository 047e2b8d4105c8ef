//! What a month came to.

use super::balance::settle_due;
use super::entries::last_before;
use super::moment::{day_of, start_of};
use crate::db::query;
use crate::{Context, Error, stored};
use model::Month;
use model::credits::EntryKind;
use model::permissions::Permission;

/// What a month of UTC came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The workspace's name.
    pub workspace: String,
    /// The month.
    pub month: Month,
    /// It is not over yet.
    pub open: bool,
    /// The balance before its first entry.
    pub opening: i64,
    /// The balance after its last entry, until now where it is not over.
    pub closing: i64,
    /// The sums of its entries, by kind and feature.
    pub lines: Vec<StatementSum>,
}

/// Entries of one kind and feature, together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementSum {
    /// What they do.
    pub kind: EntryKind,
    /// What credits were used for; empty where they were not used.
    pub feature: String,
    /// How many entries there are.
    pub entries: i64,
    /// What they add to the balance, or take out of it below zero.
    pub amount: i64,
}

/// Needs `credits:read`. [`Error::NotFound`] for months to come.
pub async fn statement(ctx: &Context, slug: &str, month: Month) -> Result<Statement, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_READ)?;
    drop(tx);
    let (begins, ends) = (start_of(month), start_of(month.next()));
    if begins > ctx.now() {
        return Err(Error::NotFound);
    }
    settle_due(ctx, membership.workspace).await?;
    let mut tx = ctx.read().await?;
    let balance = |last: Option<(i64, i64)>| last.map_or(0, |(_, balance)| balance);
    let opening = balance(last_before(&mut tx, &membership, begins).await?);
    let closing = balance(last_before(&mut tx, &membership, ends).await?);
    let sums: Vec<(String, String, i64, i64)> = query(
        "SELECT kind, feature, CAST(SUM(entries) AS BIGINT), CAST(SUM(amount) AS BIGINT) FROM credit_days
         WHERE workspace_id = $1 AND day >= $2 AND day < $3 GROUP BY kind, feature ORDER BY kind, feature",
    )
    .bind(membership.workspace)
    .bind(day_of(begins))
    .bind(day_of(ends))
    .all(&mut tx)
    .await?;
    let mut lines = Vec::new();
    for (kind, feature, entries, amount) in sums {
        let kind = stored::named(&kind, EntryKind::named, "the kind of an entry")?;
        lines.push(StatementSum { kind, feature, entries, amount });
    }
    lines.sort_by_key(|line| line.kind);
    Ok(Statement { workspace: membership.name, month, open: ends > ctx.now(), opening, closing, lines })
}
