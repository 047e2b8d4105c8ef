//! The kill switch: a feature off for everyone, whatever they and their workspaces have chosen.

use crate::clock::Micros;
use crate::db::query;
use crate::{Context, Error, audit, stored};
use model::lab::{Feature, SwitchedBy};
use std::collections::HashMap;

/// How a feature fares on this installation.
#[derive(Clone, Debug)]
pub struct FeatureStatus {
    /// Which.
    pub feature: Feature,
    /// Who has turned it off for everyone, and when.
    pub switched_off: Option<(SwitchedBy, Micros)>,
    /// The setting `LAB_DISABLED` has it.
    pub disabled_by_setting: bool,
    /// How many people have turned it on.
    pub people: i64,
}

/// Every feature. For the operator.
pub async fn statuses(ctx: &Context) -> Result<Vec<FeatureStatus>, Error> {
    ctx.require_operator()?;
    let mut tx = ctx.read().await?;
    let off: Vec<(String, String, i64)> =
        query("SELECT feature, switched_by, switched_at FROM lab_switches").all(&mut tx).await?;
    let people: Vec<(String, i64)> =
        query("SELECT feature, COUNT(*) FROM lab_choices GROUP BY feature").all(&mut tx).await?;
    let people: HashMap<String, i64> = people.into_iter().collect();
    let status = |feature: &Feature| {
        let off = off.iter().find(|(key, ..)| key == feature.key());
        let off = off.map(|(_, by, at)| Ok::<_, Error>((stored::parsed(by, "who has turned off a feature")?, *at)));
        Ok(FeatureStatus {
            feature: *feature,
            switched_off: off.transpose()?,
            disabled_by_setting: ctx.roster.settings.lab_disabled.contains(feature),
            people: people.get(feature.key()).copied().unwrap_or_default(),
        })
    };
    Feature::ALL.iter().map(status).collect()
}

/// Turns a feature off for everyone, at once and until [`enable`]. For the operator.
pub async fn disable(ctx: &Context, feature: Feature) -> Result<(), Error> {
    ctx.require_operator()?;
    let mut tx = ctx.write().await?;
    query(
        "INSERT INTO lab_switches (feature, switched_by, switched_at) VALUES ($1, $2, $3)
         ON CONFLICT (feature) DO UPDATE SET switched_by = excluded.switched_by, switched_at = excluded.switched_at",
    )
    .bind(feature.key())
    .bind(SwitchedBy::Operator.name())
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    audit::Event::new(audit::Action::LabDisable)
        .named(feature.key())
        .after(&serde_json::json!({ "by": SwitchedBy::Operator.name() }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Gives a feature back to those who have chosen it, whoever had turned it off. What was counted of it is forgotten, so
/// that the guard judges it anew. For the operator.
pub async fn enable(ctx: &Context, feature: Feature) -> Result<(), Error> {
    ctx.require_operator()?;
    let mut tx = ctx.write().await?;
    let removed = query("DELETE FROM lab_switches WHERE feature = $1").bind(feature.key()).run(&mut tx).await?;
    if removed == 0 {
        return Ok(());
    }
    query("DELETE FROM lab_requests WHERE features LIKE $1")
        .bind(format!("% {} %", feature.key()))
        .run(&mut tx)
        .await?;
    query("DELETE FROM lab_news WHERE feature = $1 AND kind = 'guard'").bind(feature.key()).run(&mut tx).await?;
    audit::Event::new(audit::Action::LabEnable).named(feature.key()).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
