//! Whether a feature is on, and why: in OpenFeature's words, and in ours.

use super::Feature;
use serde::{Deserialize, Serialize};

/// What a workspace says about a feature.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Policy {
    /// Each person decides.
    #[default]
    Allow,
    /// It is off for everyone.
    Deny,
    /// It is on for everyone.
    Force,
}

impl Policy {
    /// In the order of the form.
    pub const ALL: [Self; 3] = [Self::Allow, Self::Deny, Self::Force];

    /// As it is stored, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Who has turned a feature off for everyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SwitchedBy {
    /// By the kill switch.
    Operator,
    /// Because it failed too often.
    Guard,
}

impl SwitchedBy {
    /// As it is stored.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What OpenFeature calls the reason of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// Someone has decided for this person or for their workspace.
    TargetingMatch,
    /// It is turned off for everyone.
    Disabled,
    /// Nobody has decided anything, so it is off.
    Default,
}

/// The same in the words of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Why {
    /// The person has turned it on.
    You,
    /// The workspace turns it on for everyone.
    WorkspaceForces,
    /// The workspace turns it off for everyone.
    WorkspaceDenies,
    /// The operator has turned it off.
    KillSwitch,
    /// It failed too often.
    Guard,
    /// Nobody has turned it on.
    Default,
}

impl Why {
    /// The key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Whether a feature is on for someone, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// What was evaluated.
    pub feature: Feature,
    /// It is on.
    pub value: bool,
    /// In the words of the page.
    pub why: Why,
}

/// What there is to evaluate a feature by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Who has turned it off for everyone.
    pub switched_off: Option<SwitchedBy>,
    /// The workspace, or one that counts, denies it.
    pub denied: bool,
    /// The workspace, or one that counts, forces it.
    pub forced: bool,
    /// The person has turned it on.
    pub chosen: bool,
}

impl Evaluation {
    /// The order of what counts: turned off for everyone, denied, forced, chosen. What needs each person's consent can't
    /// be forced.
    pub fn of(feature: Feature, facts: Facts) -> Self {
        let (value, why) = match facts {
            Facts { switched_off: Some(SwitchedBy::Operator), .. } => (false, Why::KillSwitch),
            Facts { switched_off: Some(SwitchedBy::Guard), .. } => (false, Why::Guard),
            Facts { denied: true, .. } => (false, Why::WorkspaceDenies),
            Facts { forced: true, .. } if !feature.needs_consent() => (true, Why::WorkspaceForces),
            Facts { chosen: true, .. } => (true, Why::You),
            _ => (false, Why::Default),
        };
        Self { feature, value, why }
    }

    /// OpenFeature's name of the value.
    pub fn variant(&self) -> &'static str {
        if self.value { "on" } else { "off" }
    }

    /// OpenFeature's reason.
    pub fn reason(&self) -> Reason {
        match self.why {
            Why::You | Why::WorkspaceForces | Why::WorkspaceDenies => Reason::TargetingMatch,
            Why::KillSwitch | Why::Guard => Reason::Disabled,
            Why::Default => Reason::Default,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_a_feature_off_counts_before_what_turns_it_on() {
        let all = Facts { switched_off: Some(SwitchedBy::Operator), denied: true, forced: true, chosen: true };
        let steps = [
            (all, false, Why::KillSwitch, Reason::Disabled),
            (Facts { switched_off: Some(SwitchedBy::Guard), ..all }, false, Why::Guard, Reason::Disabled),
            (Facts { switched_off: None, ..all }, false, Why::WorkspaceDenies, Reason::TargetingMatch),
            (Facts { switched_off: None, denied: false, ..all }, true, Why::WorkspaceForces, Reason::TargetingMatch),
            (Facts { chosen: true, ..Facts::default() }, true, Why::You, Reason::TargetingMatch),
            (Facts::default(), false, Why::Default, Reason::Default),
        ];
        for (facts, value, why, reason) in steps {
            let found = Evaluation::of(Feature::Insights, facts);
            assert_eq!((found.value, found.why, found.reason()), (value, why, reason), "{facts:?}");
            assert_eq!(found.variant(), if value { "on" } else { "off" });
        }
    }
}
