//! What there is to try, and what there was. This file is where a feature is declared; docs/lab.md says how.

use super::Policy;
use serde::{Deserialize, Serialize};

/// A day, as `2027-05-31`.
type Day = &'static str;

/// How far a feature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Maturity {
    /// It may change or go, and parts of it may be missing.
    Alpha,
    /// It is whole, and what is still unknown is how it fares.
    Beta,
}

/// What may go wrong where a feature does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Risk {
    /// Something looks wrong until it is turned off.
    Low,
    /// Work is lost, or has to be done in another way.
    Medium,
    /// Data can be changed for good: each person consents to that in words.
    High,
}

impl Risk {
    /// What is turned on has to be consented to in words.
    pub fn consent_is_missing(self, consented: bool) -> bool {
        self == Self::High && !consented
    }

    /// Whether a workspace may say this about it: nobody consents for others.
    pub fn takes(self, policy: Policy) -> bool {
        self != Self::High || policy != Policy::Force
    }
}

/// The key in the catalogues.
macro_rules! named {
    ($($of:ident),+) => {
        $(impl $of {
            /// The key in the catalogues.
            pub fn name(self) -> &'static str {
                self.into()
            }
        })+
    };
}

named!(Maturity, Risk, PastKind);

macro_rules! features {
    ($(
        $(#[$doc:meta])*
        $feature:ident = $key:literal {
            maturity: $maturity:ident, risk: $risk:ident, owner: $owner:literal, since: $since:literal,
            sunset: $sunset:literal, account_wide: $account_wide:literal $(,)?
        }
    )+) => {
        /// A feature that is still tested. Its name, its description and what data is at risk are in the catalogues, as
        /// `lab.feature.<key>.name`, `.description` and `.data`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Feature {
            $($(#[$doc])* #[serde(rename = $key)] $feature),+
        }

        impl Feature {
            /// In the order of the page.
            pub const ALL: &[Self] = &[$(Self::$feature),+];

            /// In addresses, forms, settings and the database.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$feature => $key),+ }
            }

            /// How far it is.
            pub const fn maturity(self) -> Maturity {
                match self { $(Self::$feature => Maturity::$maturity),+ }
            }

            /// What may go wrong.
            pub const fn risk(self) -> Risk {
                match self { $(Self::$feature => Risk::$risk),+ }
            }

            /// Who answers for it.
            pub const fn owner(self) -> &'static str {
                match self { $(Self::$feature => $owner),+ }
            }

            /// The day since which it can be tried.
            pub const fn since(self) -> Day {
                match self { $(Self::$feature => $since),+ }
            }

            /// The day by which it graduates or goes: a test fails from then on.
            pub const fn sunset(self) -> Day {
                match self { $(Self::$feature => $sunset),+ }
            }

            /// It is about the account as a whole, so what any of one's workspaces says about it counts everywhere.
            pub const fn is_account_wide(self) -> bool {
                match self { $(Self::$feature => $account_wide),+ }
            }
        }
    };
}

features! {
    /// Going anywhere by typing.
    CommandPalette = "command-palette" {
        maturity: Alpha, risk: Low, owner: "shell", since: "2026-11-29", sunset: "2027-05-31", account_wide: false,
    }
    /// The password signs in no more, passkeys do.
    PasskeyOnly = "passkey-only" {
        maturity: Beta, risk: Medium, owner: "auth", since: "2026-11-29", sunset: "2027-05-31", account_wide: true,
    }
    /// Cohorts, growth, dormant people and a forecast of seats on Home.
    Insights = "insights" {
        maturity: Beta, risk: Low, owner: "workspaces", since: "2026-11-29", sunset: "2027-05-31", account_wide: false,
    }
    /// The list of users by keyboard, with fields that are edited in place.
    ListKeyboard = "list-keyboard" {
        maturity: Alpha, risk: Medium, owner: "users", since: "2026-11-29", sunset: "2027-05-31", account_wide: false,
    }
}

impl Feature {
    /// By the key that [`Feature::key`] gives.
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|feature| feature.key() == key)
    }

    /// Turning it on takes consent in words, so nobody can do that for others.
    pub fn needs_consent(self) -> bool {
        self.risk().consent_is_missing(false)
    }

    /// The key of its name in the catalogues.
    pub fn name_key(self) -> String {
        self.text_key("name")
    }

    /// The key in the catalogues of its `name`, `description` or `data`.
    pub fn text_key(self, which: &str) -> String {
        format!("lab.feature.{}.{which}", self.key())
    }
}

impl std::str::FromStr for Feature {
    type Err = UnknownFeature;

    fn from_str(key: &str) -> Result<Self, UnknownFeature> {
        Self::named(key).ok_or_else(|| UnknownFeature(key.to_owned()))
    }
}

/// No feature has this key.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0:?} is no feature of the Lab; there are: {known}", known = Feature::ALL.iter().map(|one| one.key()).collect::<Vec<_>>().join(", "))]
pub struct UnknownFeature(String);

/// What has become of a feature that is in the Lab no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PastKind {
    /// Everyone has it now.
    Graduated,
    /// Nobody has it any more.
    Removed,
}

/// A feature that was in the Lab. Its name stays in the catalogues, as `lab.feature.<key>.name`.
#[derive(Clone, Copy, Debug)]
pub struct PastFeature {
    /// The key that it had.
    pub key: &'static str,
    /// What has become of it.
    pub kind: PastKind,
    /// The day of it.
    pub on: Day,
}

/// Those that have graduated or gone: whoever had one on is told once, and their choice is deleted.
pub const PAST: &[PastFeature] = &[];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use std::collections::BTreeSet;
    use std::time::{SystemTime, UNIX_EPOCH};

    /// The day as people write it, by the civil calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
    fn day_of(days: i64) -> String {
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        format!("{year:04}-{month:02}-{day:02}")
    }

    #[expect(clippy::disallowed_methods, reason = "the test is about the day on which it runs")]
    fn today() -> String {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        day_of(i64::try_from(since_epoch.as_secs() / 86_400).unwrap())
    }

    #[test]
    fn days_are_written_as_the_calendar_has_them() {
        for (days, written) in [(0, "1970-01-01"), (19_782, "2024-02-29"), (20_786, "2026-11-29")] {
            assert_eq!(day_of(days), written);
        }
    }

    #[test]
    fn no_feature_is_past_its_sunset() {
        for feature in Feature::ALL {
            assert!(
                feature.sunset() > today().as_str(),
                "{} was to graduate or go by {}: see docs/lab.md",
                feature.key(),
                feature.sunset()
            );
            assert!(feature.since() < feature.sunset(), "{}", feature.key());
            assert!(!feature.owner().is_empty(), "{}", feature.key());
        }
    }

    #[test]
    fn every_feature_has_its_texts_in_three_languages() {
        for language in Language::ALL {
            let texts = language.texts();
            for key in Feature::ALL.iter().flat_map(|one| ["name", "description", "data"].map(|of| one.text_key(of))) {
                let text = texts.get(&key);
                assert!(!text.is_empty() && text != key, "{key} in {language:?}");
            }
            for past in PAST {
                let key = format!("lab.feature.{}.name", past.key);
                assert!(texts.get(&key) != key, "{key} in {language:?}");
            }
        }
    }

    #[test]
    fn high_risk_takes_consent_and_can_not_be_forced() {
        assert!(Risk::High.consent_is_missing(false) && !Risk::High.consent_is_missing(true));
        assert!(!Risk::High.takes(Policy::Force) && Risk::High.takes(Policy::Deny) && Risk::High.takes(Policy::Allow));
        for risk in [Risk::Low, Risk::Medium] {
            assert!(!risk.consent_is_missing(false) && Policy::ALL.iter().all(|policy| risk.takes(*policy)));
        }
    }

    #[test]
    fn keys_are_unique_and_read_back() {
        let keys: BTreeSet<&str> =
            Feature::ALL.iter().map(|one| one.key()).chain(PAST.iter().map(|one| one.key)).collect();
        assert_eq!(keys.len(), Feature::ALL.len() + PAST.len());
        for feature in Feature::ALL {
            assert_eq!(Feature::named(feature.key()), Some(*feature));
            assert_eq!(serde_json::to_value(feature).unwrap(), feature.key());
        }
        assert!("nothing".parse::<Feature>().unwrap_err().to_string().contains("insights"));
    }
}
