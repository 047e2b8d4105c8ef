//! What someone turns on and off for themself.

use super::evaluate::Decisions;
use super::passkeys::passkeys_suffice;
use crate::db::{Tx, query};
use crate::{Context, Error, audit, links};
use model::Problem;
use model::ids::AccountId;
use model::lab::{Feature, Why};

/// Turns a feature on for the actor. What needs consent in words is refused without it, at `consent`; what is off for
/// everyone, or what the actor has not got what it takes for, at `form`. What decides how one signs in asks for a
/// confirmation first: [`Error::ConfirmationDue`].
pub async fn turn_on(ctx: &Context, feature: Feature, consented: bool) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    if feature.risk().consent_is_missing(consented) {
        return Err(Error::at("consent", Problem::Required));
    }
    let evaluation = Decisions::of(ctx, &mut tx, account).await?.evaluation(feature, None)?;
    if matches!(evaluation.why, Why::KillSwitch | Why::Guard | Why::WorkspaceDenies) {
        return Err(Error::at("form", Problem::FeatureUnavailable));
    }
    if feature == Feature::PasskeyOnly {
        begin_without_password(ctx, &mut tx, account).await?;
    }
    let added = query(
        "INSERT INTO lab_choices (account_id, feature, consented, chosen_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, feature) DO NOTHING",
    )
    .bind(account)
    .bind(feature.key())
    .bind(consented)
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    if added > 0 {
        audit::Event::new(audit::Action::LabTurnOn).target(account, feature.key()).record(ctx, &mut tx).await?;
    }
    Ok(tx.commit().await?)
}

/// Sessions that wait for the second step began with the password.
async fn begin_without_password(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    // Before the passkeys are counted: one that is being removed counts no more.
    links::lock_account(tx, account).await?;
    ctx.require_confirmed(tx).await?;
    if !passkeys_suffice(tx, account).await? {
        return Err(Error::at("form", Problem::TooFewPasskeys));
    }
    query("DELETE FROM sessions WHERE account_id = $1 AND factor_due").bind(account).run(tx).await?;
    Ok(())
}

/// Turns a feature off for the actor, at once. What decides how one signs in asks for a confirmation first:
/// [`Error::ConfirmationDue`].
pub async fn turn_off(ctx: &Context, feature: Feature) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    remove(ctx, &mut tx, account, feature).await?;
    Ok(tx.commit().await?)
}

/// The same of all that the actor has turned on.
pub async fn turn_all_off(ctx: &Context) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    for feature in Feature::ALL {
        remove(ctx, &mut tx, account, *feature).await?;
    }
    Ok(tx.commit().await?)
}

async fn remove(ctx: &Context, tx: &mut Tx, account: AccountId, feature: Feature) -> Result<(), Error> {
    let removed = query("DELETE FROM lab_choices WHERE account_id = $1 AND feature = $2")
        .bind(account)
        .bind(feature.key())
        .run(tx)
        .await?;
    if removed == 0 {
        return Ok(());
    }
    // A browser that was left open must not open the account to whoever knows the password.
    if feature == Feature::PasskeyOnly {
        ctx.require_confirmed(tx).await?;
    }
    audit::Event::new(audit::Action::LabTurnOff).target(account, feature.key()).record(ctx, tx).await
}

/// Whether features that are off are shown on the actor's page of the Lab.
pub async fn set_previews(ctx: &Context, hidden: bool) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    query("UPDATE accounts SET hide_previews = $2 WHERE id = $1").bind(account).bind(hidden).run(&mut tx).await?;
    Ok(tx.commit().await?)
}
