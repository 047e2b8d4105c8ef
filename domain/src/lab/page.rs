//! What someone sees of the Lab.

use super::evaluate::Decisions;
use super::news::news;
use super::passkeys::passkeys_suffice;
use crate::db::query;
use crate::{Context, Error};
use model::lab::{Feature, FeatureCard, LabView};

/// Each feature, whether it is on for the actor, and why. Where previews are not wanted, only those that are on.
pub async fn lab(ctx: &Context) -> Result<LabView, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let decisions = Decisions::of(ctx, &mut tx, account).await?;
    let (hide_previews,): (bool,) =
        query("SELECT hide_previews FROM accounts WHERE id = $1").bind(account).one(&mut tx).await?;
    let ready = passkeys_suffice(&mut tx, account).await?;
    let mut features = Vec::new();
    for feature in Feature::ALL.iter().copied() {
        let evaluation = decisions.evaluation(feature, None)?;
        let chosen = decisions.is_chosen(feature);
        if hide_previews && !evaluation.value && !chosen {
            continue;
        }
        let waits = feature == Feature::PasskeyOnly && !ready;
        let policies = decisions.policies(feature)?;
        features.push(FeatureCard {
            evaluation,
            chosen,
            policies,
            waits_for: waits.then(|| "lab.waits.passkeys".to_owned()),
        });
    }
    let feedback = ctx.roster.settings.lab_feedback.clone();
    Ok(LabView { features, hide_previews, news: news(&mut tx, account).await?, feedback })
}
