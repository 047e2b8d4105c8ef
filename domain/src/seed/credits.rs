//! A month of credits, so that their pages have something to show.

use super::{Plan, Seeding, at_that_time, seeded};
use crate::clock::{DAY, Micros};
use crate::credits::{self, requests};
use crate::db::query;
use crate::{Context, Error, Random, Roster};
use model::Fields;
use model::credits::{CreditRequestInput, DebitInput, GrantInput, HoldInput};
use model::ids::{AccountId, MemberId};
use std::sync::Arc;
use uuid::Uuid;

/// What credits are used for, and how many at once at the most.
const USES: [(&str, usize); 5] =
    [("ai.completions", 90), ("ai.images", 40), ("import.rows", 30), ("invitation.mails", 12), ("api.calls", 8)];
const DAYS: i64 = 34;

/// Gives the workspace credits, and lets its people use them for a month. Nothing where it has had credits before.
pub async fn seed_credits(roster: &Arc<Roster>, plan: &Plan) -> Result<(), Error> {
    let seeding = seeded(roster, plan).await?;
    if credits::balance(&seeding.ctx, &plan.slug).await?.version > 0 {
        return Ok(());
    }
    let at = |days_ago: i64| at_that_time(&seeding.ctx, seeding.by, seeding.now - days_ago * DAY);
    credits::set_active(&at(DAYS), &plan.slug, true).await?;
    let last_day = days_from(seeding.now, 200);
    give(
        &at(DAYS),
        plan,
        &[("category", "paid"), ("amount", "12000"), ("expires_at", &last_day), ("note", "Invoice 2041")],
    )
    .await?;
    let soon = days_from(seeding.now, 5);
    let welcome = [("category", "promotional"), ("amount", "900"), ("priority", "50"), ("expires_at", &soon)];
    give(&at(DAYS), plan, &[&welcome[..], &[("note", "Welcome")]].concat()).await?;
    let people = some_people(&seeding).await?;
    let random = Random::seeded(plan.seed);
    for day in (0..DAYS).rev() {
        // Weekends are quiet.
        let uses = if day % 7 < 2 { below(&random, 3) } else { 3 + below(&random, 6) };
        for n in 0..uses {
            use_some(&seeding, plan, &people, &random, seeding.now - day * DAY - (uses - n) * DAY / 40).await?;
        }
    }
    let hold =
        fields(&[("amount", "250"), ("feature", "ai.completions"), ("expires_in", "604800"), ("note", "Report")]);
    credits::hold(&at(0), &plan.slug, &HoldInput::parse(&hold)?).await?;
    ask(&seeding, plan).await
}

async fn give(ctx: &Context, plan: &Plan, pairs: &[(&str, &str)]) -> Result<(), Error> {
    credits::grant(ctx, &plan.slug, &GrantInput::parse(&fields(pairs))?).await.map(drop)
}

async fn use_some(
    seeding: &Seeding,
    plan: &Plan,
    people: &[(MemberId, AccountId)],
    random: &Random,
    at: Micros,
) -> Result<(), Error> {
    let (feature, most) = USES[random.below(USES.len())];
    let amount = (1 + below(random, most)).to_string();
    let user = people.get(random.below(people.len().max(1))).map(|(member, _)| member.to_string()).unwrap_or_default();
    let debit = fields(&[("amount", &amount), ("feature", feature), ("user", &user)]);
    let ctx = at_that_time(&seeding.ctx, seeding.by, at);
    credits::debit(&ctx, &plan.slug, &DebitInput::parse(&debit)?).await.map(drop)
}

/// Someone asks for more.
async fn ask(seeding: &Seeding, plan: &Plan) -> Result<(), Error> {
    let Some((_, account)) = some_people(seeding).await?.into_iter().find(|(_, account)| *account != seeding.by) else {
        return Ok(());
    };
    let ctx = at_that_time(&seeding.ctx, account, seeding.now - DAY / 3);
    let input = CreditRequestInput { amount: 1_500, reason: "Captions for the spring campaign".into() };
    requests::create(&ctx, &plan.slug, &input).await.map(drop)
}

/// The super-user, and a few of those who joined first.
async fn some_people(seeding: &Seeding) -> Result<Vec<(MemberId, AccountId)>, Error> {
    let rows: Vec<(Uuid, Uuid)> = query(
        "SELECT id, account_id FROM members
         WHERE workspace_id = $1 AND status = 'active' AND account_id IS NOT NULL AND ends_at IS NULL
         ORDER BY super_user DESC, id LIMIT 7",
    )
    .bind(seeding.membership.workspace)
    .all(&mut seeding.ctx.read().await?)
    .await?;
    Ok(rows.into_iter().map(|(member, account)| (member.into(), account.into())).collect())
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().fold(Fields::default(), |fields, (name, value)| fields.with(name, *value))
}

/// The day so many days later, `2026-11-22`.
fn days_from(now: Micros, days: i64) -> String {
    crate::clock::rfc3339(now + days * DAY).chars().take(10).collect()
}

fn below(random: &Random, end: usize) -> i64 {
    i64::try_from(random.below(end)).unwrap_or_default()
}
