//! Which of a token's calls are shown.

use crate::{FieldErrors, Problem};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The method of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "UPPERCASE")]
#[strum(serialize_all = "UPPERCASE")]
pub enum CallMethod {
    /// Reads.
    Get,
    /// Makes something, or does it.
    Post,
    /// Changes something.
    Patch,
    /// Deletes something.
    Delete,
}

impl CallMethod {
    /// In the order of the filter.
    pub const ALL: [Self; 4] = [Self::Get, Self::Post, Self::Patch, Self::Delete];

    /// As HTTP has it.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// How a call was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CallOutcome {
    /// With what was asked for.
    Succeeded,
    /// It was refused.
    Refused,
    /// It failed here.
    Failed,
}

impl CallOutcome {
    /// In the order of the filter.
    pub const ALL: [Self; 3] = [Self::Succeeded, Self::Refused, Self::Failed];

    /// The key in addresses and in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// From the first status of HTTP on, and before the second.
    pub fn range(self) -> (i64, i64) {
        match self {
            Self::Succeeded => (100, 400),
            Self::Refused => (400, 500),
            Self::Failed => (500, 600),
        }
    }

    /// Of a status of HTTP.
    pub fn of(status: i64) -> Self {
        Self::ALL.into_iter().find(|one| status < one.range().1).unwrap_or(Self::Failed)
    }
}

/// A page of calls, narrowed to some; everything in it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallsQuery {
    /// Only these.
    pub method: Option<CallMethod>,
    /// Only those that were answered so.
    pub status: Option<CallOutcome>,
    /// The last one of the page before.
    pub after: Option<Uuid>,
    /// How many a page has, 1 to [`CallsQuery::MAX_SIZE`]; none: [`CallsQuery::SIZE`].
    pub size: Option<u32>,
}

impl CallsQuery {
    /// How many a page has by itself.
    pub const SIZE: u32 = 50;
    /// How many it can have.
    pub const MAX_SIZE: u32 = 200;

    /// Reads the parameters of the address; blank ones count as absent.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let given = |name: &str| get(name).filter(|text| !text.is_empty());
        let method =
            given("method").and_then(|text| errors.take("method", text.parse().map_err(|_| Problem::NotAChoice)));
        let status =
            given("status").and_then(|text| errors.take("status", text.parse().map_err(|_| Problem::NotAChoice)));
        let after = given("after").and_then(|text| errors.take("after", text.parse().map_err(|_| Problem::NotAChoice)));
        errors.into_result()?;
        Ok(Self { method, status, after, size: None })
    }

    /// What [`CallsQuery::parse`] reads, with the question mark; nothing where nothing is asked.
    pub fn written(&self) -> String {
        let pairs = [
            ("method", self.method.map(|method| method.name().to_owned())),
            ("status", self.status.map(|status| status.name().to_owned())),
            ("after", self.after.map(|id| id.to_string())),
        ];
        let pairs: Vec<String> =
            pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?))).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    /// How many a page has, within its limits.
    pub fn size(&self) -> u32 {
        self.size.unwrap_or(Self::SIZE).clamp(1, Self::MAX_SIZE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_address_says_it_says_again() {
        let asked = CallsQuery {
            method: Some(CallMethod::Patch),
            status: Some(CallOutcome::Refused),
            after: Some(Uuid::from_u128(7)),
            size: None,
        };
        let written = asked.written();
        let pairs: Vec<(&str, &str)> =
            written.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('=')).collect();
        let get = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        assert_eq!(CallsQuery::parse(get), Ok(asked));
        assert_eq!(CallsQuery::parse(|_| None).unwrap().written(), "");
        let errors = CallsQuery::parse(|_| Some("x".into())).unwrap_err();
        assert_eq!(errors.iter().count(), 3);
    }

    #[test]
    fn each_status_has_one_outcome() {
        assert_eq!(CallOutcome::of(200), CallOutcome::Succeeded);
        assert_eq!(CallOutcome::of(304), CallOutcome::Succeeded);
        assert_eq!(CallOutcome::of(429), CallOutcome::Refused);
        assert_eq!(CallOutcome::of(503), CallOutcome::Failed);
    }
}
