//! Telling those who run a workspace that credits run out: each thing once.

use super::balance::balance_in;
use super::consumption::{Forecast, forecast};
use super::settle::settle;
use super::wallet;
use crate::clock::{DAY, Micros};
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::{Context, Error, audit};
use model::credits::CreditAlert;
use model::ids::{AccountId, GrantId, WorkspaceId};
use model::permissions::{Permission, Permissions};
use model::urls::Url;
use serde_json::json;
use uuid::Uuid;

/// Of a plan's allowance, in percent; the greatest one that is passed is told.
const STEPS: [i64; 3] = [50, 80, 100];
/// So long before a grant ends.
const BEFORE_END: Micros = 7 * DAY;
/// A wallet in which nothing has happened is looked at again after so long.
const LOOK_AGAIN: Micros = DAY / 24;
/// Wallets in one round.
const BATCH: i64 = 500;
/// No more get a mail than this.
const MAX_NOTIFIED: i64 = 50;

/// Does what time has brought to wallets that nobody looks at, and sends the alerts that are due.
pub async fn tend(ctx: &Context) -> Result<(), Error> {
    let due: Vec<(Uuid,)> = query("SELECT workspace_id FROM credit_wallets WHERE due_at <= $1 LIMIT $2")
        .bind(ctx.now())
        .bind(BATCH)
        .all(&mut ctx.read().await?)
        .await?;
    for (workspace,) in due {
        let mut tx = ctx.write().await?;
        wallet::lock(ctx, &mut tx, workspace.into()).await?.save(&mut tx).await?;
        tx.commit().await?;
    }
    let changed: Vec<(Uuid,)> = query(
        "SELECT c.workspace_id FROM credit_wallets c JOIN workspaces w ON w.id = c.workspace_id
         WHERE c.active AND w.deleted_at IS NULL AND (c.entries <> c.checked_entries OR c.checked_at <= $1) LIMIT $2",
    )
    .bind(ctx.now() - LOOK_AGAIN)
    .bind(BATCH)
    .all(&mut ctx.read().await?)
    .await?;
    for (workspace,) in changed {
        check(ctx, workspace.into()).await?;
    }
    Ok(())
}

async fn check(ctx: &Context, workspace: WorkspaceId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let mut wallet = wallet::lock(ctx, &mut tx, workspace).await?;
    // The plan may have changed since.
    wallet.due_by(ctx.now());
    settle(ctx, &mut tx, &mut wallet).await?;
    let (entries, granted) = (wallet.entries, wallet.granted);
    let (available, forecast_days) = (wallet.available(), wallet.forecast_days);
    wallet.save(&mut tx).await?;
    allowance(ctx, &mut tx, workspace).await?;
    ending(ctx, &mut tx, workspace).await?;
    if available == 0 && granted > 0 {
        tell(ctx, &mut tx, workspace, &format!("empty:{granted}"), CreditAlert::Empty).await?;
    } else if let Some(days) = lasts(ctx, &mut tx, workspace, available).await?.filter(|days| *days <= forecast_days) {
        // Until new credits come.
        tell(ctx, &mut tx, workspace, &format!("forecast:{granted}"), CreditAlert::Forecast { days }).await?;
    }
    query("UPDATE credit_wallets SET checked_entries = $2, checked_at = $3 WHERE workspace_id = $1")
        .bind(workspace)
        .bind(entries)
        .bind(ctx.now())
        .run(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}

async fn lasts(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId, available: i64) -> Result<Option<i64>, Error> {
    let forecast = forecast(tx, workspace, ctx.now()).await?;
    Ok(forecast.and_then(|forecast| Forecast::lasts(available, forecast.median)))
}

/// How much of this month's allowance is used.
async fn allowance(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    let grant: Option<(Uuid, i64, i64)> = query(
        "SELECT id, amount, remaining FROM credit_grants
         WHERE workspace_id = $1 AND category = 'allowance' AND entered AND expires_at > $2
         ORDER BY created_at DESC, id DESC LIMIT 1",
    )
    .bind(workspace)
    .bind(ctx.now())
    .optional(tx)
    .await?;
    let Some((id, amount, remaining)) = grant else { return Ok(()) };
    let used = i128::from(amount - remaining) * 100 / i128::from(amount);
    let mut passed: Vec<i64> = STEPS.into_iter().filter(|step| used >= i128::from(*step)).collect();
    let Some(last) = passed.pop() else { return Ok(()) };
    for lesser in passed {
        claim(ctx, tx, workspace, &format!("allowance:{id}:{lesser}")).await?;
    }
    tell(ctx, tx, workspace, &format!("allowance:{id}:{last}"), CreditAlert::Allowance { percent: last }).await
}

/// Grants that end soon with something left. A month's allowance ends with each month: that is no news.
async fn ending(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    let grants: Vec<(Uuid, i64, i64)> = query(
        "SELECT id, remaining, expires_at FROM credit_grants
         WHERE workspace_id = $1 AND remaining > 0 AND entered AND category <> 'allowance' AND expires_at <= $2
           AND expires_at > $3
         ORDER BY expires_at, id LIMIT 20",
    )
    .bind(workspace)
    .bind(ctx.now() + BEFORE_END)
    .bind(ctx.now())
    .all(tx)
    .await?;
    for (id, amount, at) in grants {
        tell(ctx, tx, workspace, &format!("grant:{}", GrantId(id)), CreditAlert::GrantEnds { amount, at }).await?;
    }
    Ok(())
}

/// Whether it is the first to tell of it.
async fn claim(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId, alert: &str) -> Result<bool, Error> {
    let written = query(
        "INSERT INTO credit_alerts (workspace_id, alert, at) VALUES ($1, $2, $3)
         ON CONFLICT (workspace_id, alert) DO NOTHING",
    )
    .bind(workspace)
    .bind(alert)
    .bind(ctx.now())
    .run(tx)
    .await?;
    Ok(written == 1)
}

async fn tell(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId, alert: &str, what: CreditAlert) -> Result<(), Error> {
    if !claim(ctx, tx, workspace, alert).await? {
        return Ok(());
    }
    let (slug, name): (String, String) =
        query("SELECT slug, name FROM workspaces WHERE id = $1").bind(workspace).one(tx).await?;
    let available = balance_in(tx, workspace).await?.available();
    audit::Event::new(audit::Action::CreditsAlert)
        .within(workspace)
        .target(workspace, &name)
        .after(&json!({ "alert": what, "available": available }))
        .record(ctx, tx)
        .await?;
    let link = ctx.link(&Url::WorkspaceBilling { slug });
    for account in recipients(tx, workspace).await? {
        let message = |greeted| Email::CreditsAlert { name: greeted, workspace: name.clone(), what, available };
        mail::write_within(ctx, tx, Some(workspace), account, &link, message).await?;
    }
    Ok(())
}

/// Those who may give credits.
async fn recipients(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<AccountId>, Error> {
    let bit: Permissions = [Permission::CREDITS_WRITE].into_iter().collect();
    let accounts: Vec<(Uuid,)> = query(
        "SELECT m.account_id FROM members m
         WHERE m.workspace_id = $1 AND m.status = 'active' AND m.account_id IS NOT NULL
           AND (m.super_user OR EXISTS (SELECT 1 FROM effective_roles x JOIN roles r ON r.id = x.role_id
                WHERE x.member_id = m.id AND (r.permissions & $2) <> 0))
         ORDER BY m.super_user DESC, m.id LIMIT $3",
    )
    .bind(workspace)
    .bind(bit.bits())
    .bind(MAX_NOTIFIED)
    .all(tx)
    .await?;
    Ok(accounts.into_iter().map(|(id,)| id.into()).collect())
}
