//! Access tokens, of people and of workspaces: what they open, for how long, and how they are shown.

mod calls;
mod networks;
mod rules;
mod scopes;
mod views;

pub use calls::{CallMethod, CallOutcome, CallsQuery};
pub use networks::MAX_NETWORKS;
pub use rules::TokenRules;
pub use scopes::{TokenScope, TokenScopes};
pub use views::{CallRow, CallsView, TokenRow, TokensView, WorkspaceTokenRow, WorkspaceTokensView};

use crate::fields::line;
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};

/// The longest description, in characters.
pub const MAX_DESCRIPTION: usize = 100;
/// The value of `workspaces` that stands for all of them; no slug is this short.
pub const ALL_WORKSPACES: &str = "*";
/// More workspaces than these are not chosen one by one.
pub const MAX_WORKSPACES: usize = 100;

/// How long a token works, from the moment it is made. The longer is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TokenLifetime {
    /// One month.
    #[serde(rename = "1_month")]
    OneMonth,
    /// Two months.
    #[serde(rename = "2_months")]
    TwoMonths,
    /// Three months: what is offered first.
    #[serde(rename = "3_months")]
    ThreeMonths,
    /// Half a year.
    #[serde(rename = "6_months")]
    SixMonths,
    /// One year.
    #[serde(rename = "1_year")]
    OneYear,
    /// Two years.
    #[serde(rename = "2_years")]
    TwoYears,
    /// Until it is revoked.
    #[serde(rename = "none")]
    Unlimited,
}

impl TokenLifetime {
    /// The shortest first.
    pub const ALL: [Self; 7] = [
        Self::OneMonth,
        Self::TwoMonths,
        Self::ThreeMonths,
        Self::SixMonths,
        Self::OneYear,
        Self::TwoYears,
        Self::Unlimited,
    ];

    /// As forms, the API and the database write it, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneMonth => "1_month",
            Self::TwoMonths => "2_months",
            Self::ThreeMonths => "3_months",
            Self::SixMonths => "6_months",
            Self::OneYear => "1_year",
            Self::TwoYears => "2_years",
            Self::Unlimited => "none",
        }
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lifetime| lifetime.name() == name)
    }

    /// In months of the calendar; none: it does not end.
    pub fn months(self) -> Option<i32> {
        match self {
            Self::OneMonth => Some(1),
            Self::TwoMonths => Some(2),
            Self::ThreeMonths => Some(3),
            Self::SixMonths => Some(6),
            Self::OneYear => Some(12),
            Self::TwoYears => Some(24),
            Self::Unlimited => None,
        }
    }

    fn parse(fields: &Fields, field: &str) -> Result<Self, Problem> {
        match fields.get(field) {
            "" => Err(Problem::Required),
            name => Self::named(name).ok_or(Problem::NotAChoice),
        }
    }
}

/// How long the former secret of a rotated token still works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TokenOverlap {
    /// Not at all.
    #[default]
    None,
    /// One hour.
    Hour,
    /// One day.
    Day,
}

impl TokenOverlap {
    /// The shortest first.
    pub const ALL: [Self; 3] = [Self::None, Self::Hour, Self::Day];

    /// In hours, as forms and the API write it.
    pub fn hours(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Hour => 1,
            Self::Day => 24,
        }
    }
}

/// The workspaces that a token reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenWorkspaces {
    /// All of its owner's, also those that they join later.
    All,
    /// These, by their slugs.
    Chosen(Vec<String>),
}

impl TokenWorkspaces {
    fn parse(fields: &Fields) -> Result<Self, Problem> {
        let mut chosen: Vec<String> =
            fields.all("workspaces").filter(|one| !one.is_empty()).map(str::to_owned).collect();
        if chosen.iter().any(|one| one == ALL_WORKSPACES) {
            return Ok(Self::All);
        }
        chosen.sort_unstable();
        chosen.dedup();
        match chosen.len() {
            0 => Err(Problem::Required),
            many if many > MAX_WORKSPACES => Err(Problem::TooMany { max: MAX_WORKSPACES }),
            _ => Ok(Self::Chosen(chosen)),
        }
    }
}

/// A token to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What it is for, in its owner's words; at most [`MAX_DESCRIPTION`] characters.
    pub description: String,
    /// How long it works.
    pub lifetime: TokenLifetime,
    /// What it may do.
    pub scopes: TokenScopes,
    /// Where.
    pub workspaces: TokenWorkspaces,
    /// Where it may be used from, as it was typed: networks or addresses. Empty: from anywhere.
    pub networks: Vec<String>,
}

impl NewToken {
    /// `description`, `lifetime`, `scopes`, `workspaces` and `networks`. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let (own, workspaces) = (NewWorkspaceToken::parse(fields), TokenWorkspaces::parse(fields));
        match (own, workspaces) {
            (Ok(own), Ok(workspaces)) => {
                let NewWorkspaceToken { description, lifetime, scopes, networks } = own;
                Ok(Self { description, lifetime, scopes, workspaces, networks })
            }
            (own, workspaces) => {
                let mut errors = own.err().unwrap_or_default();
                errors.take("workspaces", workspaces);
                Err(errors)
            }
        }
    }
}

/// A token of a workspace's own, to be made: it reaches that workspace alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWorkspaceToken {
    /// What it is for, in its maker's words; at most [`MAX_DESCRIPTION`] characters.
    pub description: String,
    /// How long it works.
    pub lifetime: TokenLifetime,
    /// What it may do.
    pub scopes: TokenScopes,
    /// Where it may be used from, as it was typed: networks or addresses. Empty: from anywhere.
    pub networks: Vec<String>,
}

impl NewWorkspaceToken {
    /// `description`, `lifetime`, `scopes` and `networks`. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let description = errors.take("description", line(fields.get("description"), MAX_DESCRIPTION));
        let lifetime = errors.take("lifetime", TokenLifetime::parse(fields, "lifetime"));
        let scopes = errors.take("scopes", TokenScopes::parse(fields));
        let networks = errors.take("networks", networks::parse(fields));
        match (description, lifetime, scopes, networks) {
            (Some(description), Some(lifetime), Some(scopes), Some(networks)) => {
                Ok(Self { description, lifetime, scopes, networks })
            }
            _ => Err(errors),
        }
    }
}

/// A token whose secret is to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// How long the new secret works; none: as long as the former was made for.
    pub lifetime: Option<TokenLifetime>,
    /// How long the former one still works.
    pub overlap: TokenOverlap,
}

impl Rotation {
    /// `lifetime` and `overlap`, in hours; both can be left out. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let lifetime = if fields.has("lifetime") {
            errors.take("lifetime", TokenLifetime::parse(fields, "lifetime"))
        } else {
            None
        };
        let overlap = match fields.get("overlap") {
            "" => Ok(TokenOverlap::None),
            hours => {
                let named = TokenOverlap::ALL.into_iter().find(|overlap| overlap.hours().to_string() == hours);
                named.ok_or(Problem::NotAChoice)
            }
        };
        let overlap = errors.take("overlap", overlap).unwrap_or_default();
        errors.into_result()?;
        Ok(Self { lifetime, overlap })
    }
}

/// Whether a token works, and why it does not any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TokenState {
    /// It works.
    Active,
    /// Another secret has taken its place; until the overlap has passed it works.
    Rotated,
    /// Its time is over.
    Expired,
    /// Its owner has revoked it.
    Revoked,
    /// Someone has found it where anyone could read it.
    Leaked,
    /// It ended with a new password or with the recovery of the account.
    CredentialsReplaced,
}

impl TokenState {
    /// The key in the catalogues, and the reason in the database.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn each_missing_field_of_a_token_is_named() {
        let errors = NewToken::parse(&Fields::default()).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["description", "lifetime", "scopes", "workspaces"]);
        let typed = [("description", " CI "), ("lifetime", "3_months"), ("scopes", "read"), ("workspaces", "acme")];
        let new = NewToken::parse(&form(&typed)).unwrap();
        assert_eq!((new.description.as_str(), new.workspaces), ("CI", TokenWorkspaces::Chosen(vec!["acme".into()])));
        let long = "x".repeat(MAX_DESCRIPTION + 1);
        let errors = NewToken::parse(&form(&[("description", &long)])).unwrap_err();
        assert_eq!(errors.get("description"), Some(&Problem::TooLong { max: MAX_DESCRIPTION }));
    }

    #[test]
    fn a_rotation_takes_one_of_three_overlaps() {
        assert_eq!(Rotation::parse(&Fields::default()).unwrap().overlap, TokenOverlap::None);
        assert_eq!(Rotation::parse(&form(&[("overlap", "24")])).unwrap().overlap, TokenOverlap::Day);
        let errors = Rotation::parse(&form(&[("overlap", "2"), ("lifetime", "ever")])).unwrap_err();
        assert_eq!(errors.iter().count(), 2);
    }

    #[test]
    fn lifetimes_and_states_read_back_from_their_names() {
        for lifetime in TokenLifetime::ALL {
            assert_eq!(TokenLifetime::named(lifetime.name()), Some(lifetime));
            assert_eq!(serde_json::to_value(lifetime).unwrap(), lifetime.name());
        }
        assert!(TokenLifetime::ALL.is_sorted());
        assert_eq!(TokenState::named("credentials_replaced"), Some(TokenState::CredentialsReplaced));
    }
}
