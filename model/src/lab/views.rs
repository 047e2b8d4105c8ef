//! What the pages of the Lab show.

use super::{Evaluation, Feature, Policy};
use serde::{Deserialize, Serialize};

/// Why someone is told about a feature on their next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum NewsKind {
    /// It failed too often, so it is off for now.
    Guard,
    /// It is everyone's now.
    Graduated,
    /// It is nobody's any more.
    Removed,
}

impl NewsKind {
    /// As it is stored, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What is to be told about a feature that one had on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabNews {
    /// The feature's, which may be past.
    pub key: String,
    /// What has become of it.
    pub kind: NewsKind,
}

/// A feature on the page of the Lab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeatureCard {
    /// Whether it is on, and why.
    pub evaluation: Evaluation,
    /// The person has turned it on, whether that counts or not.
    pub chosen: bool,
    /// Workspaces of the person's that deny or force it, by name.
    pub policies: Vec<(String, Policy)>,
    /// It is on, but does nothing before this is done: a key in the catalogues.
    pub waits_for: Option<String>,
}

/// `/settings/lab`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabView {
    /// Each feature there is; none where previews are not to be offered and none is on.
    pub features: Vec<FeatureCard>,
    /// Features that are off are not shown.
    pub hide_previews: bool,
    /// What has happened to features that one had on.
    pub news: Vec<LabNews>,
    /// Where to say how a feature fares; empty where the operator has named no address.
    pub feedback: String,
}

/// What a workspace says about one feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRow {
    /// The feature.
    pub feature: Feature,
    /// What the workspace says.
    pub policy: Policy,
    /// Active members who have turned it on themselves.
    pub people: i64,
}

/// `/w/{slug}/settings/lab`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyView {
    /// Each feature there is.
    pub rows: Vec<PolicyRow>,
    /// The reader may change them.
    pub may_edit: bool,
}
