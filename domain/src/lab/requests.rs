//! Writing down what people ask for and what of it fails, many at a time.

use super::evaluate::Decisions;
use crate::clock::Micros;
use crate::db::query;
use crate::request_counts::{Asker, Count};
use crate::{Context, Error};
use model::ids::AccountId;
use model::lab::Feature;
use std::collections::{BTreeMap, HashMap};

/// Counts are kept by the minute.
const MINUTE: Micros = 60 * 1_000_000;

/// Writes down what waits, with the features that each person has on. What can't be written now waits for the next
/// time.
pub async fn flush(ctx: &Context) -> Result<(), Error> {
    let counts = ctx.roster.lab_requests.take();
    if counts.is_empty() {
        return Ok(());
    }
    let written = write(ctx, &counts).await;
    if written.is_err() {
        for (asker, count) in counts {
            ctx.roster.lab_requests.add(asker, count);
        }
    }
    written
}

async fn write(ctx: &Context, counts: &HashMap<Asker, Count>) -> Result<(), Error> {
    let rows = with_features(ctx, counts).await?;
    let minute = ctx.now() - ctx.now().rem_euclid(MINUTE);
    let mut tx = ctx.write().await?;
    for ((account, features), count) in rows {
        query(
            "INSERT INTO lab_requests (minute, account_id, features, requests, failed) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (minute, account_id, features) DO UPDATE
             SET requests = lab_requests.requests + excluded.requests, failed = lab_requests.failed + excluded.failed",
        )
        .bind(minute)
        .bind(account)
        .bind(features)
        .bind(count.requests)
        .bind(count.failed)
        .run(&mut tx)
        .await?;
    }
    Ok(tx.commit().await?)
}

/// By account and the features that they have on. Sorted, so that two servers that write the same rows wait for each
/// other in one order.
async fn with_features(
    ctx: &Context,
    counts: &HashMap<Asker, Count>,
) -> Result<BTreeMap<(AccountId, String), Count>, Error> {
    let mut tx = ctx.read().await?;
    let (any,): (bool,) =
        query("SELECT EXISTS (SELECT 1 FROM lab_choices) OR EXISTS (SELECT 1 FROM lab_policies)").one(&mut tx).await?;
    let mut decided: HashMap<AccountId, Decisions> = HashMap::new();
    let mut rows = BTreeMap::new();
    for ((account, workspace), count) in counts {
        let features = if any {
            if !decided.contains_key(account) {
                decided.insert(*account, Decisions::of(ctx, &mut tx, *account).await?);
            }
            decided.get(account).map(|found| keys(found, workspace.as_deref())).transpose()?.unwrap_or_default()
        } else {
            String::new()
        };
        rows.entry((*account, features)).or_insert_with(Count::default).add(*count);
    }
    Ok(rows)
}

/// Between spaces, so that a key can be looked for as a whole.
fn keys(decisions: &Decisions, workspace: Option<&str>) -> Result<String, Error> {
    let mut keys = String::new();
    for feature in Feature::ALL {
        if decisions.evaluation(*feature, workspace)?.value {
            keys.push(' ');
            keys.push_str(feature.key());
        }
    }
    if !keys.is_empty() {
        keys.push(' ');
    }
    Ok(keys)
}
