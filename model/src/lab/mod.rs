//! The Lab: features that are still tested, which are on for nobody who has not asked for them.

mod evaluation;
mod feature;
mod guard;
mod views;

pub use evaluation::{Evaluation, Facts, Policy, Reason, SwitchedBy, Why};
pub use feature::{Feature, Maturity, PAST, PastFeature, PastKind, Risk};
pub use guard::{MIN_FAILED, MIN_PEOPLE, RATIO, Side, trips};
pub use views::{FeatureCard, LabNews, LabView, NewsKind, PolicyRow, PolicyView};
