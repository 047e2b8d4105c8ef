//! What a workspace says about features.

use crate::db::query;
use crate::{Context, Error, audit, stored};
use model::Problem;
use model::lab::{Feature, Policy, PolicyRow, PolicyView};
use model::permissions::Permission;
use std::collections::HashMap;

/// Each feature, what the workspace says about it, and how many of its people have it turned on themselves.
pub async fn policies(ctx: &Context, slug: &str) -> Result<PolicyView, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    let said: Vec<(String, String)> = query("SELECT feature, policy FROM lab_policies WHERE workspace_id = $1")
        .bind(membership.workspace)
        .all(&mut tx)
        .await?;
    let said: HashMap<String, String> = said.into_iter().collect();
    let people: Vec<(String, i64)> = query(
        "SELECT c.feature, COUNT(*) FROM lab_choices c JOIN members m ON m.account_id = c.account_id
         WHERE m.workspace_id = $1 AND m.status = 'active' GROUP BY c.feature",
    )
    .bind(membership.workspace)
    .all(&mut tx)
    .await?;
    let people: HashMap<String, i64> = people.into_iter().collect();
    let row = |feature: &Feature| {
        let policy = match said.get(feature.key()) {
            Some(text) => stored::parsed(text, "a workspace's policy about a feature")?,
            None => Policy::Allow,
        };
        Ok(PolicyRow { feature: *feature, policy, people: people.get(feature.key()).copied().unwrap_or_default() })
    };
    let rows = Feature::ALL.iter().map(row).collect::<Result<_, Error>>()?;
    Ok(PolicyView { rows, may_edit: membership.has(Permission::SETTINGS_WRITE) })
}

/// Allows, denies or forces a feature, for everyone in the workspace. What needs each person's consent can't be forced:
/// a problem at `policy`.
pub async fn set_policy(ctx: &Context, slug: &str, feature: Feature, policy: Policy) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    if !feature.risk().takes(policy) {
        return Err(Error::at("policy", Problem::TakesConsent));
    }
    let before: Option<(String,)> = query("SELECT policy FROM lab_policies WHERE workspace_id = $1 AND feature = $2")
        .bind(membership.workspace)
        .bind(feature.key())
        .optional(&mut tx)
        .await?;
    let before = before.map_or_else(|| Policy::Allow.name().to_owned(), |(policy,)| policy);
    if before == policy.name() {
        return Ok(());
    }
    query("DELETE FROM lab_policies WHERE workspace_id = $1 AND feature = $2")
        .bind(membership.workspace)
        .bind(feature.key())
        .run(&mut tx)
        .await?;
    if policy != Policy::Allow {
        query(
            "INSERT INTO lab_policies (workspace_id, feature, policy) VALUES ($1, $2, $3)
             ON CONFLICT (workspace_id, feature) DO UPDATE SET policy = excluded.policy",
        )
        .bind(membership.workspace)
        .bind(feature.key())
        .bind(policy.name())
        .run(&mut tx)
        .await?;
    }
    audit::Event::new(audit::Action::LabSetPolicy)
        .within(membership.workspace)
        .target(membership.workspace, feature.key())
        .before(&serde_json::json!({ "policy": before }))
        .after(&serde_json::json!({ "policy": policy.name() }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
