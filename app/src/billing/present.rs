//! From the domain's wallets to what a person reads.

use model::Texts;
use model::credits::Meter;

/// What credits were used for, in words where it is one of our own meters.
pub(super) fn feature_name(t: Texts, feature: &str) -> String {
    match Meter::named(feature) {
        Some(meter) => t.get(&format!("credits.feature.{}", meter.name())).to_owned(),
        None => feature.to_owned(),
    }
}
