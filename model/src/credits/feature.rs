//! What credits are used for.

use crate::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest name of a feature, in characters.
const MAX_FEATURE: usize = 60;

/// What credits are used for: one of our own meters, or whatever a product around Roster calls it. Small letters,
/// digits, dots, hyphens and underscores, beginning with a letter: `ai.completions`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CreditFeature(String);

impl CreditFeature {
    /// Reads one. [`Problem::Required`], [`Problem::TooLong`], [`Problem::NotAFeature`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
        match text.chars().next() {
            None => Err(Problem::Required),
            Some(_) if text.chars().count() > MAX_FEATURE => Err(Problem::TooLong { max: MAX_FEATURE }),
            Some(first) if first.is_ascii_lowercase() && text.chars().all(inner) => Ok(Self(text.to_owned())),
            Some(_) => Err(Problem::NotAFeature),
        }
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CreditFeature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Meter> for CreditFeature {
    fn from(meter: Meter) -> Self {
        Self(meter.name().to_owned())
    }
}

/// What Roster itself can charge for. The operator sets the prices; without them nothing is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meter {
    /// A row of an import that was applied.
    ImportRow,
    /// An invitation that was sent or sent again.
    InvitationMail,
    /// A message that a webhook's receiver has taken.
    WebhookDelivery,
    /// A call of the API that concerns a workspace.
    ApiCall,
}

impl Meter {
    /// In the order of the settings.
    pub const ALL: [Self; 4] = [Self::ImportRow, Self::InvitationMail, Self::WebhookDelivery, Self::ApiCall];

    /// As a [`CreditFeature`].
    pub fn name(self) -> &'static str {
        match self {
            Self::ImportRow => "import.rows",
            Self::InvitationMail => "invitation.mails",
            Self::WebhookDelivery => "webhook.deliveries",
            Self::ApiCall => "api.calls",
        }
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|meter| meter.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feature_is_a_plain_name() {
        assert_eq!(CreditFeature::parse(" ai.completions-4_x ").unwrap().as_str(), "ai.completions-4_x");
        for bad in ["AI", "1st", ".x", "a b", "ação", "a/b", "=x"] {
            assert_eq!(CreditFeature::parse(bad), Err(Problem::NotAFeature), "{bad}");
        }
        assert_eq!(CreditFeature::parse("  "), Err(Problem::Required));
        assert_eq!(CreditFeature::parse(&"a".repeat(61)), Err(Problem::TooLong { max: 60 }));
        for meter in Meter::ALL {
            assert_eq!(CreditFeature::parse(meter.name()).unwrap(), CreditFeature::from(meter));
        }
    }
}
