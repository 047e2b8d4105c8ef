//! Turns off a feature that fails too often.

use super::news;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::{Context, Error, audit};
use model::ids::{AccountId, WorkspaceId};
use model::lab::{Feature, NewsKind, Side, SwitchedBy, trips};
use model::urls::Url;
use uuid::Uuid;

/// It looks back so far.
const WINDOW: Micros = 15 * 60 * 1_000_000;
/// Of those who are told, no more get a mail than this.
const MAX_TOLD: i64 = 50;

/// Judges every feature by what was counted within the last quarter of an hour. Of several servers that do so at once,
/// one turns a feature off and tells of it.
pub async fn guard(ctx: &Context) -> Result<(), Error> {
    for feature in failing(ctx).await? {
        let mut tx = ctx.write().await?;
        let switched = query(
            "INSERT INTO lab_switches (feature, switched_by, switched_at) VALUES ($1, $2, $3)
             ON CONFLICT (feature) DO NOTHING",
        )
        .bind(feature.key())
        .bind(SwitchedBy::Guard.name())
        .bind(ctx.now())
        .run(&mut tx)
        .await?;
        if switched > 0 {
            tell(ctx, &mut tx, feature).await?;
            tx.commit().await?;
            tracing::error!(feature = feature.key(), "a feature of the Lab fails too often and is turned off");
        }
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct CountedRow {
    features: String,
    account_id: Uuid,
    requests: i64,
    failed: i64,
}

/// Those that fail too often and that nobody has turned off.
async fn failing(ctx: &Context) -> Result<Vec<Feature>, Error> {
    let mut tx = ctx.read().await?;
    let since = ctx.now() - WINDOW;
    let (some,): (bool,) =
        query("SELECT EXISTS (SELECT 1 FROM lab_requests WHERE minute >= $1 AND failed > 0 AND features <> '')")
            .bind(since)
            .one(&mut tx)
            .await?;
    if !some {
        return Ok(Vec::new());
    }
    let rows: Vec<CountedRow> = query(
        "SELECT features, account_id, CAST(SUM(requests) AS BIGINT) AS requests, CAST(SUM(failed) AS BIGINT) AS failed
         FROM lab_requests WHERE minute >= $1 GROUP BY features, account_id",
    )
    .bind(since)
    .all(&mut tx)
    .await?;
    let off: Vec<(String,)> = query("SELECT feature FROM lab_switches").all(&mut tx).await?;
    let is_off = |feature: Feature| {
        off.iter().any(|(key,)| key == feature.key()) || ctx.roster.settings.lab_disabled.contains(&feature)
    };
    let fails = |feature: &Feature| {
        let (on, off) = sides(&rows, *feature);
        trips(on, off)
    };
    Ok(Feature::ALL.iter().copied().filter(|feature| !is_off(*feature)).filter(fails).collect())
}

/// Those who have a feature on, and those who have it off.
fn sides(rows: &[CountedRow], feature: Feature) -> (Side, Side) {
    let (mut on, mut off) = (Side::default(), Side::default());
    let mut people = std::collections::HashSet::new();
    for row in rows {
        let is_on = row.features.split(' ').any(|key| key == feature.key());
        let side = if is_on { &mut on } else { &mut off };
        side.requests += row.requests;
        side.failed += row.failed;
        if row.failed > 0 && people.insert((is_on, row.account_id)) {
            side.people += 1;
        }
    }
    (on, off)
}

/// The audit, those who had it on, and by mail the super-users of the oldest workspace: whoever set Roster up made it.
async fn tell(ctx: &Context, tx: &mut Tx, feature: Feature) -> Result<(), Error> {
    audit::Event::new(audit::Action::LabDisable)
        .named(feature.key())
        .after(&serde_json::json!({ "by": SwitchedBy::Guard.name() }))
        .record(ctx, tx)
        .await?;
    news::tell(ctx, tx, feature.key(), NewsKind::Guard).await?;
    let told: Vec<(Uuid, Uuid)> = query(
        "SELECT m.account_id, m.workspace_id FROM members m
         WHERE m.workspace_id = (SELECT id FROM workspaces WHERE deleted_at IS NULL ORDER BY created_at, id LIMIT 1)
           AND m.super_user AND m.status = 'active' AND m.account_id IS NOT NULL ORDER BY m.id LIMIT $1",
    )
    .bind(MAX_TOLD)
    .all(tx)
    .await?;
    let link = ctx.link(&Url::Lab);
    for (account, workspace) in told {
        let message = |name| Email::FeatureDisabled { name, feature };
        let workspace = Some(WorkspaceId(workspace));
        mail::write_within(ctx, tx, workspace, AccountId(account), &link, message).await?;
    }
    Ok(())
}
