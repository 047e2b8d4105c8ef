//! Plans: what the operator has declared that a workspace may have, and how much of it is used.

use serde::{Deserialize, Serialize};

/// What a plan limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Limit {
    /// Seats: those who are active or invited. Who is suspended or removed has none.
    People,
    /// Tokens of the workspace's own that work.
    Tokens,
    /// Webhook endpoints, paused ones too.
    Webhooks,
}

impl Limit {
    /// In the order in which a plan shows them.
    pub const ALL: [Self; 3] = [Self::People, Self::Tokens, Self::Webhooks];

    /// As `roster.toml`, the API and the keys of texts write it.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A plan, as `roster.toml` declares it. A limit that is none is unlimited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What workspaces are given it by: `[plans.<key>]`.
    pub key: String,
    /// What people read.
    pub name: String,
    /// How many seats.
    pub people: Option<u64>,
    /// How many tokens of the workspace's own.
    pub tokens: Option<u64>,
    /// How many webhook endpoints.
    pub webhooks: Option<u64>,
    /// Credits that each month brings.
    pub monthly_credits: u64,
}

impl Plan {
    /// How much of it the plan allows; none: as much as one likes.
    pub fn max(&self, limit: Limit) -> Option<u64> {
        match limit {
            Limit::People => self.people,
            Limit::Tokens => self.tokens,
            Limit::Webhooks => self.webhooks,
        }
    }
}

/// The plans of an installation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plans {
    /// By their keys.
    pub declared: Vec<Plan>,
    /// The key of the plan of workspaces that have none; none: they have no limits.
    pub default: Option<String>,
    /// Where to ask for another plan: an e-mail address or one of the web; may be empty.
    pub support: String,
}

impl Plans {
    /// The one with this key.
    pub fn named(&self, key: &str) -> Option<&Plan> {
        self.declared.iter().find(|plan| plan.key == key)
    }

    /// The one of a workspace that is stored with this key. A key that is declared no more counts as none.
    pub fn of(&self, stored: Option<&str>) -> Option<&Plan> {
        stored.and_then(|key| self.named(key)).or_else(|| self.named(self.default.as_deref()?))
    }

    /// Whether any plan limits it: where none does, nothing has to be looked up.
    pub fn is_limited(&self, limit: Limit) -> bool {
        self.declared.iter().any(|plan| plan.max(limit).is_some())
    }
}

/// A limit that was reached: what the refusal says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLimit {
    /// Which.
    pub limit: Limit,
    /// The plan's name.
    pub plan: String,
    /// How much it allows.
    pub max: u64,
    /// Where to ask for another plan; may be empty.
    pub support: String,
}

/// Where a support address leads: a mail, or the page that it is.
pub fn support_href(support: &str) -> String {
    if support.starts_with("https://") { support.to_owned() } else { format!("mailto:{support}") }
}

/// How much of a limit is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitUse {
    /// Which.
    pub limit: Limit,
    /// May be more than `max`, where the plan was lowered: nothing is taken away.
    pub used: u64,
    /// None: unlimited.
    pub max: Option<u64>,
}

impl LimitUse {
    /// How many there is still room for; none: unlimited.
    pub fn left(self) -> Option<u64> {
        self.max.map(|max| max.saturating_sub(self.used))
    }

    /// Whether it is time to say so: fewer than five, or than a twentieth, are left.
    pub fn is_near(self) -> bool {
        let few = |left: u64, max: u64| left < 5 || left.saturating_mul(20) < max;
        self.left().zip(self.max).is_some_and(|(left, max)| few(left, max))
    }
}

/// What those who add people are told of the seats that are left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    /// How many people there is still room for.
    pub left: u64,
    /// It is time to say so: [`LimitUse::is_near`].
    pub is_near: bool,
    /// What one more than these is refused with.
    pub full: PlanLimit,
}

/// A workspace's plan, and what is used of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanUsage {
    /// None: without limits.
    pub plan: Option<Plan>,
    /// In the order of [`Limit::ALL`]; none for those who may not count.
    pub limits: Vec<LimitUse>,
    /// The reader may see the list behind the seats.
    pub may_list: bool,
    /// Where to ask for another plan; may be empty.
    pub support: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_that_is_declared_no_more_counts_as_the_default_one() {
        let plan = |key: &str| Plan { key: key.into(), name: key.to_uppercase(), ..Plan::default() };
        let plans =
            Plans { declared: vec![plan("free"), plan("team")], default: Some("free".into()), ..Plans::default() };
        let name = |stored| plans.of(stored).map(|plan| plan.name.as_str());
        assert_eq!([name(Some("team")), name(Some("gone")), name(None)], [Some("TEAM"), Some("FREE"), Some("FREE")]);
        let without = Plans { default: None, ..plans.clone() };
        assert_eq!(without.of(Some("gone")), None);
    }

    #[test]
    fn few_are_left_below_five_or_a_twentieth() {
        let near = |used, max| LimitUse { limit: Limit::People, used, max }.is_near();
        assert!(near(191, Some(200)) && !near(190, Some(200)));
        assert!(near(6, Some(10)) && !near(5, Some(10)));
        assert!(near(12, Some(10)) && !near(1_000, None));
    }
}
