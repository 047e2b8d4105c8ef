//! What a workspace allows tokens.

use super::TokenLifetime;
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};

/// A workspace's rules for the tokens that reach it. They count at once, also for tokens that are older.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRules {
    /// The longest lifetime that a token may be made for; [`TokenLifetime::Unlimited`]: any.
    #[serde(rename = "max_lifetime")]
    pub max: TokenLifetime,
    /// What is offered first for a token of the workspace's own.
    #[serde(rename = "default_lifetime")]
    pub default: TokenLifetime,
    /// Personal tokens of members may be used here.
    #[serde(rename = "personal_tokens")]
    pub personal: bool,
}

impl Default for TokenRules {
    fn default() -> Self {
        Self { max: TokenLifetime::Unlimited, default: TokenLifetime::ThreeMonths, personal: true }
    }
}

impl TokenRules {
    /// `max_lifetime`, `default_lifetime` and `personal_tokens`. Problems at each; at `default_lifetime` also where it
    /// is longer than the longest.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let max = errors.take("max_lifetime", TokenLifetime::parse(fields, "max_lifetime"));
        let default = errors.take("default_lifetime", TokenLifetime::parse(fields, "default_lifetime"));
        if max.is_some_and(|max| default.is_some_and(|default| default > max)) {
            errors.add("default_lifetime", Problem::LifetimeTooLong);
        }
        match (max, default) {
            (Some(max), Some(default)) if errors.is_empty() => {
                Ok(Self { max, default, personal: fields.ticked("personal_tokens") })
            }
            _ => Err(errors),
        }
    }

    /// Whether a token may be made for so long.
    pub fn allow(&self, lifetime: TokenLifetime) -> bool {
        lifetime <= self.max
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_offer_is_no_longer_than_the_longest() {
        let typed = Fields::default().with("max_lifetime", "3_months").with("default_lifetime", "1_month");
        let rules = TokenRules::parse(&typed).unwrap();
        assert!(!rules.personal && rules.allow(TokenLifetime::ThreeMonths) && !rules.allow(TokenLifetime::Unlimited));
        let typed = Fields::default().with("max_lifetime", "3_months").with("default_lifetime", "none");
        let errors = TokenRules::parse(&typed).unwrap_err();
        assert_eq!(errors.get("default_lifetime"), Some(&Problem::LifetimeTooLong));
        assert_eq!(TokenRules::parse(&Fields::default()).unwrap_err().iter().count(), 2);
    }
}
