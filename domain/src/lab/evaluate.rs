//! Whether features are on, for someone and somewhere: one query, whatever is asked for.

use crate::db::{Tx, query};
use crate::{Context, Error, stored};
use model::ids::AccountId;
use model::lab::{Evaluation, Facts, Feature, Policy, SwitchedBy};

/// Something that decides about a feature.
#[derive(sqlx::FromRow)]
struct FactRow {
    kind: String,
    feature: String,
    value: String,
    slug: String,
    name: String,
}

/// What decides about features for one person.
pub(super) struct Decisions {
    rows: Vec<FactRow>,
    disabled: Vec<Feature>,
}

impl Decisions {
    /// In one query.
    pub(super) async fn of(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<Self, Error> {
        let rows = query(
            "SELECT 'choice' AS kind, feature, '' AS value, '' AS slug, '' AS name FROM lab_choices WHERE account_id = $1
             UNION ALL SELECT 'news', feature, kind, '', '' FROM lab_news WHERE account_id = $1
             UNION ALL SELECT 'switch', feature, switched_by, '', '' FROM lab_switches
             UNION ALL SELECT 'policy', p.feature, p.policy, w.slug, w.name
             FROM lab_policies p JOIN workspaces w ON w.id = p.workspace_id JOIN members m ON m.workspace_id = w.id
             WHERE m.account_id = $1 AND m.status = 'active' AND (m.ends_at IS NULL OR m.ends_at > $2)
               AND w.deleted_at IS NULL",
        )
        .bind(account)
        .bind(ctx.now())
        .all(tx)
        .await?;
        Ok(Self { rows, disabled: ctx.roster.settings.lab_disabled.clone() })
    }

    fn about(&self, feature: Feature, kind: &'static str) -> impl Iterator<Item = &FactRow> {
        self.rows.iter().filter(move |row| row.kind == kind && row.feature == feature.key())
    }

    /// The person has turned it on, whether that counts or not.
    pub(super) fn is_chosen(&self, feature: Feature) -> bool {
        self.about(feature, "choice").next().is_some()
    }

    /// Workspaces of the person's that deny or force it, by name.
    pub(super) fn policies(&self, feature: Feature) -> Result<Vec<(String, Policy)>, Error> {
        self.about(feature, "policy").map(|row| Ok((row.name.clone(), policy(&row.value)?))).collect()
    }

    /// In this workspace, or nowhere in particular.
    pub(super) fn evaluation(&self, feature: Feature, workspace: Option<&str>) -> Result<Evaluation, Error> {
        let mut facts = Facts { chosen: self.is_chosen(feature), ..Facts::default() };
        for row in self.about(feature, "switch") {
            facts.switched_off = Some(stored::parsed::<SwitchedBy>(&row.value, "who has turned off a feature")?);
        }
        if self.disabled.contains(&feature) {
            facts.switched_off = Some(SwitchedBy::Operator);
        }
        let counts = |row: &&FactRow| feature.is_account_wide() || workspace == Some(row.slug.as_str());
        for row in self.about(feature, "policy").filter(counts) {
            match policy(&row.value)? {
                Policy::Allow => {}
                Policy::Deny => facts.denied = true,
                Policy::Force => facts.forced = true,
            }
        }
        Ok(Evaluation::of(feature, facts))
    }
}

fn policy(text: &str) -> Result<Policy, Error> {
    stored::parsed(text, "a workspace's policy about a feature")
}

/// Whether a feature is on for an account, in this workspace or nowhere in particular.
pub async fn evaluate(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    workspace: Option<&str>,
    feature: Feature,
) -> Result<Evaluation, Error> {
    Decisions::of(ctx, tx, account).await?.evaluation(feature, workspace)
}

/// The same of every feature, at the cost of one.
pub async fn evaluate_all(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    workspace: Option<&str>,
) -> Result<Vec<Evaluation>, Error> {
    let decisions = Decisions::of(ctx, tx, account).await?;
    Feature::ALL.iter().map(|feature| decisions.evaluation(*feature, workspace)).collect()
}

/// What a page is drawn with.
#[derive(Clone, Debug, Default)]
pub struct PageFeatures {
    /// Those that are on for the actor here.
    pub on: Vec<Feature>,
    /// Something has happened to one that they had on, which they have not been told yet.
    pub news: bool,
}

/// At the cost of one query.
pub(crate) async fn page_features(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    workspace: Option<&str>,
) -> Result<PageFeatures, Error> {
    let decisions = Decisions::of(ctx, tx, account).await?;
    let news = decisions.rows.iter().any(|row| row.kind == "news");
    let mut on = Vec::new();
    for feature in Feature::ALL.iter().copied() {
        if decisions.evaluation(feature, workspace)?.value {
            on.push(feature);
        }
    }
    Ok(PageFeatures { on, news })
}

/// The first line of what a feature brings: [`Error::NotFound`] where it is off for the actor, as if it did not exist.
pub async fn require(ctx: &Context, tx: &mut Tx, workspace: Option<&str>, feature: Feature) -> Result<(), Error> {
    let account = ctx.account_or_token()?;
    if evaluate(ctx, tx, account, workspace, feature).await?.value { Ok(()) } else { Err(Error::NotFound) }
}
