//! A wallet with a million entries: what its pages read, and what using credits costs.

use crate::place::{Place, SLUG};
use crate::stopwatch::{Stopwatch, Times};
use crate::table::{Table, ms};
use domain::clock::DAY;
use domain::credits::{self, grant};
use domain::db::{Rows, query};
use model::credits::{DebitInput, EntryKind, EntryQuery, GrantCategory, GrantInput, HoldInput};
use model::{Error, Fields};
use std::future::Future;
use uuid::Uuid;

const ENTRIES: i64 = 1_000_000;
const BATCH: i64 = 20_000;
const FEATURES: [&str; 4] = ["ai.completions", "ai.images", "api.calls", "import.rows"];
const RUNS: usize = 20;

/// Each read is a page or a part of one; each write is one call.
pub async fn credits(place: &Place, only: &str) -> anyhow::Result<Table> {
    let mut table = Table::new("Credits, a million entries", &["what", "p50", "p95", "queries"]);
    if !"credits".contains(only) {
        return Ok(table);
    }
    fill(place).await?;
    let ctx = &place.ctx;
    let far = EntryQuery { before: Some(ENTRIES / 2), ..EntryQuery::default() };
    let rare = EntryQuery { kind: Some(EntryKind::Grant), ..EntryQuery::default() };
    let mine = EntryQuery { mine: true, ..EntryQuery::default() };
    let first = EntryQuery::default();
    let this_month = credits::overview(ctx, SLUG).await?.months[0];
    read(&mut table, place, "all wallets of an account", || credits::my_wallets(ctx)).await?;
    read(&mut table, place, "overview: balance, chart, forecast", || credits::overview(ctx, SLUG)).await?;
    read(&mut table, place, "grants and holds", || credits::parts(ctx, SLUG)).await?;
    read(&mut table, place, "ledger, page 1", || credits::entries(ctx, SLUG, &first, 50)).await?;
    read(&mut table, place, "ledger, page 10,000", || credits::entries(ctx, SLUG, &far, 50)).await?;
    read(&mut table, place, "ledger, grants alone", || credits::entries(ctx, SLUG, &rare, 50)).await?;
    read(&mut table, place, "ledger, one's own", || credits::entries(ctx, SLUG, &mine, 50)).await?;
    read(&mut table, place, "filters of the ledger", || credits::entry_choices(ctx, SLUG, false)).await?;
    read(&mut table, place, "statement of a month", || credits::statement(ctx, SLUG, this_month)).await?;
    let use_one = Fields::default().with("amount", "1").with("feature", "ai.completions");
    let (debit, hold) =
        (DebitInput::parse(&use_one).map_err(Error::from)?, HoldInput::parse(&use_one).map_err(Error::from)?);
    read(&mut table, place, "debit", || credits::debit(ctx, SLUG, &debit)).await?;
    read(&mut table, place, "hold and post", || async {
        let held = credits::hold(ctx, SLUG, &hold).await?;
        credits::post(ctx, SLUG, held.id, None).await
    })
    .await?;
    Ok(table)
}

async fn read<T, F: Future<Output = Result<T, Error>>>(
    table: &mut Table,
    place: &Place,
    what: &str,
    run: impl Fn() -> F,
) -> anyhow::Result<()> {
    let mut times = Times::default();
    for n in 0..RUNS + 3 {
        let watch = Stopwatch::start();
        run().await?;
        if n >= 3 {
            times.add(watch);
        }
    }
    let before = place.ctx.roster.db.queries();
    run().await?;
    let queries = place.ctx.roster.db.queries() - before;
    table.row(vec![what.into(), ms(times.percentile(50)), ms(times.percentile(95)), queries.to_string()]);
    Ok(())
}

/// Writes the entries as verbs would, without their hashes.
async fn fill(place: &Place) -> anyhow::Result<()> {
    let ctx = &place.ctx;
    let there = credits::entries(ctx, SLUG, &EntryQuery::default(), 1).await?.0;
    if there.first().is_some_and(|entry| entry.n >= ENTRIES) {
        return Ok(());
    }
    let given = GrantInput {
        id: None,
        category: GrantCategory::Paid,
        amount: ENTRIES * 1_000,
        priority: 100,
        effective: String::new(),
        expires: String::new(),
        note: String::new(),
    };
    let of = grant(ctx, SLUG, &given).await?;
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, SLUG).await?;
    let (workspace, account) = (membership.workspace, membership.account);
    drop(tx);
    let (now, year) = (ctx.now(), 365 * DAY);
    for first in (2..=ENTRIES).step_by(usize::try_from(BATCH)?) {
        let mut tx = ctx.write().await?;
        let mut rows = Rows::of(
            "credit_entries (id, workspace_id, n, at, kind, amount, balance, movement_id, grant_id, feature, note,
                 account_id, hash)",
        );
        for n in first..(first + BATCH).min(ENTRIES + 1) {
            let feature = FEATURES[usize::try_from(n % 4)?];
            let at = now - year + year / ENTRIES * n;
            let id: Uuid = ctx.id();
            let account = account.filter(|_| n % 100 == 0);
            rows.push([
                id.into(),
                workspace.into(),
                n.into(),
                at.into(),
                "consumption".into(),
                (-1_i64).into(),
                (given.amount - n).into(),
                id.into(),
                of.id.into(),
                feature.into(),
                "".into(),
                account.into(),
                vec![0_u8].into(),
            ]);
        }
        rows.insert(&mut tx).await?;
        tx.commit().await?;
    }
    sums(place, workspace.0, of.id.0).await
}

async fn sums(place: &Place, workspace: Uuid, grant: Uuid) -> anyhow::Result<()> {
    let mut tx = place.ctx.write().await?;
    let used = ENTRIES - 1;
    for sql in [
        "DELETE FROM credit_days WHERE workspace_id = $1 AND $2 = $2 AND $3 = $3",
        "INSERT INTO credit_days (workspace_id, day, kind, feature, amount, entries)
         SELECT workspace_id, at / 86400000000, kind, feature, SUM(amount), COUNT(*) FROM credit_entries
         WHERE workspace_id = $1 AND $2 = $2 AND $3 = $3 GROUP BY workspace_id, at / 86400000000, kind, feature",
        "INSERT INTO credit_usage (workspace_id, account_id, day, feature, amount)
         SELECT workspace_id, account_id, at / 86400000000, feature, -SUM(amount) FROM credit_entries
         WHERE workspace_id = $1 AND account_id IS NOT NULL AND kind = 'consumption' AND $2 = $2 AND $3 = $3
         GROUP BY workspace_id, account_id, at / 86400000000, feature",
        "UPDATE credit_wallets SET posted = posted - $2, consumed = consumed + $2, entries = $2 + 1
         WHERE workspace_id = $1 AND $3 = $3",
        "UPDATE credit_grants SET remaining = remaining - $2 WHERE workspace_id = $1 AND id = $3",
    ] {
        query(sql).bind(workspace).bind(used).bind(grant).run(&mut tx).await?;
    }
    tx.commit().await?;
    place.ctx.roster.db.tidy().await?;
    Ok(())
}
