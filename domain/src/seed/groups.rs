//! A few groups with people in them, by the verbs.

use super::{Plan, Seeding, at_that_time, seeded};
use crate::db::query;
use crate::members::roles;
use crate::users::act;
use crate::{Error, Roster, groups};
use model::groups::GroupInput;
use model::ids::MemberId;
use model::users::Action;
use std::sync::Arc;
use uuid::Uuid;

/// Name, description, the built-in roles that it gives, and every how many of those who came first is in it.
const GROUPS: [(&str, &str, &[&str], usize); 4] = [
    ("Customer support", "Answers what customers ask", &["viewer"], 5),
    ("Finance", "Bills, credits and what the auditors want to know", &["auditor"], 11),
    ("People team", "Looks after everyone who comes and goes", &["manager"], 17),
    ("Summer party", "Gives nothing but cake", &[], 4),
];
/// How many people are looked at.
const FIRST: i64 = 120;

/// Adds the groups that are missing; those that are there stay as they are.
pub async fn seed_groups(roster: &Arc<Roster>, plan: &Plan) -> Result<(), Error> {
    let Seeding { ctx: operator, membership, by, roles: named, .. } = seeded(roster, plan).await?;
    let mut tx = operator.read().await?;
    let people: Vec<(Uuid,)> = query(
        "SELECT id FROM members WHERE workspace_id = $1 AND status = 'active' AND NOT super_user
         ORDER BY joined_at, id LIMIT $2",
    )
    .bind(membership.workspace)
    .bind(FIRST)
    .all(&mut tx)
    .await?;
    drop(tx);
    let ctx = at_that_time(&operator, by, operator.now());
    for (name, about, gives, every) in GROUPS {
        let is_given = |role: &&roles::Role| role.builtin.as_deref().is_some_and(|key| gives.contains(&key));
        let roles = named.iter().filter(is_given).map(|role| role.id).collect();
        let group =
            match groups::create(&ctx, &plan.slug, &GroupInput { name: name.into(), about: about.into(), roles }).await
            {
                Ok(group) => group,
                Err(Error::Invalid(_)) => continue,
                Err(error) => return Err(error),
            };
        for (id,) in people.iter().step_by(every) {
            act(&ctx, &plan.slug, MemberId(*id), Action::Join(group)).await?;
        }
    }
    Ok(())
}
