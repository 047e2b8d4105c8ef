//! Whether what is metered is charged, and when those who run the workspace are told.

use super::wallet;
use crate::{Context, Error, audit};
use model::credits::AlertsInput;
use model::permissions::Permission;
use serde_json::json;

/// Turns the wallet on or off. Needs `credits:write`. While it is off nothing is charged, and nothing else changes.
pub async fn set_active(ctx: &Context, slug: &str, active: bool) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_WRITE)?;
    let mut wallet = wallet::lock(ctx, &mut tx, membership.workspace).await?;
    if wallet.active != active {
        wallet.active = active;
        wallet.version += 1;
        // A plan's allowance is given at once.
        wallet.due_by(ctx.now());
        super::settle::settle(ctx, &mut tx, &mut wallet).await?;
        let action = if active { audit::Action::CreditsActivate } else { audit::Action::CreditsDeactivate };
        audit::Event::new(action)
            .within(membership.workspace)
            .target(membership.workspace, &membership.name)
            .record(ctx, &mut tx)
            .await?;
    }
    wallet.save(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// Needs `credits:write`.
pub async fn set_alerts(ctx: &Context, slug: &str, input: AlertsInput) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_WRITE)?;
    let mut wallet = wallet::lock(ctx, &mut tx, membership.workspace).await?;
    if wallet.forecast_days != input.forecast_days {
        audit::Event::new(audit::Action::CreditsSetAlerts)
            .within(membership.workspace)
            .target(membership.workspace, &membership.name)
            .before(&json!({ "forecast_days": wallet.forecast_days }))
            .after(&json!({ "forecast_days": input.forecast_days }))
            .record(ctx, &mut tx)
            .await?;
        wallet.forecast_days = input.forecast_days;
        wallet.version += 1;
    }
    wallet.save(&mut tx).await?;
    Ok(tx.commit().await?)
}
