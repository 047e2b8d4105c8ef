//! Personal access tokens: what they open, for how long, and how they are shown.

use crate::fields::line;
use crate::ids::TokenId;
use crate::page::When;
use crate::permissions::{Access, Permission, Permissions, Resource};
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The longest description, in characters.
pub const MAX_DESCRIPTION: usize = 100;
/// The value of `workspaces` that stands for all of them; no slug is this short.
pub const ALL_WORKSPACES: &str = "*";
/// More workspaces than these are not chosen one by one.
pub const MAX_WORKSPACES: usize = 100;

/// One thing that a token is for: an access to everything, or to one resource. Written `read` or `users:read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct TokenScope {
    /// What it is about; none: everything.
    pub resource: Option<Resource>,
    /// How far it goes.
    pub access: Access,
}

impl TokenScope {
    /// Those that can be given, the ones for everything first.
    pub fn all() -> impl Iterator<Item = Self> {
        let resources = std::iter::once(None).chain(Resource::IN_USE.into_iter().map(Some));
        resources.flat_map(|resource| Access::ALL.into_iter().map(move |access| Self { resource, access }))
    }

    fn permissions(self) -> Permissions {
        Permission::all()
            .filter(|Permission(resource, access)| {
                *access == self.access && self.resource.is_none_or(|own| own == *resource)
            })
            .collect()
    }
}

impl fmt::Display for TokenScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.resource {
            None => f.write_str(self.access.name()),
            Some(resource) => Permission(resource, self.access).fmt(f),
        }
    }
}

impl FromStr for TokenScope {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        Self::all().find(|scope| scope.to_string() == text).ok_or(Problem::NotAChoice)
    }
}

impl From<TokenScope> for String {
    fn from(scope: TokenScope) -> Self {
        scope.to_string()
    }
}

impl TryFrom<String> for TokenScope {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("{text:?} is no scope"))
    }
}

/// What a token is for, at least one scope. Those that another one contains are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenScopes(Vec<TokenScope>);

impl TokenScopes {
    /// From the scopes in any order. [`Problem::Required`] where there is none.
    pub fn new(scopes: impl IntoIterator<Item = TokenScope>) -> Result<Self, Problem> {
        let mut scopes: Vec<TokenScope> = scopes.into_iter().collect();
        scopes.sort_unstable();
        scopes.dedup();
        let wide: Vec<Access> = scopes.iter().filter(|one| one.resource.is_none()).map(|one| one.access).collect();
        scopes.retain(|scope| scope.resource.is_none() || !wide.contains(&scope.access));
        if scopes.is_empty() { Err(Problem::Required) } else { Ok(Self(scopes)) }
    }

    /// What they allow at the most: whoever changes or deletes something sees it.
    pub fn permissions(&self) -> Permissions {
        self.0.iter().fold(Permissions::NONE, |all, scope| all.with(scope.permissions())).complete()
    }

    /// They are for everything: such a token is narrowed by its owner's rights alone.
    pub fn are_unlimited(&self) -> bool {
        self.permissions().covers(Permissions::all())
    }

    /// Each of them, those for everything first.
    pub fn iter(&self) -> impl Iterator<Item = TokenScope> {
        self.0.iter().copied()
    }

    /// `scopes`, once or several times. Problems are those of that field.
    pub fn parse(fields: &Fields) -> Result<Self, Problem> {
        let mut scopes = Vec::new();
        for text in fields.all("scopes").flat_map(separated) {
            scopes.push(text.parse()?);
        }
        Self::new(scopes)
    }
}

fn separated(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',']).filter(|part| !part.is_empty())
}

/// Separated by spaces, as OAuth does (RFC 6749, 3.3).
impl fmt::Display for TokenScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scopes: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&scopes.join(" "))
    }
}

impl FromStr for TokenScopes {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        Self::new(separated(text).map(str::parse).collect::<Result<Vec<TokenScope>, Problem>>()?)
    }
}

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

    fn parse(fields: &Fields) -> Result<Self, Problem> {
        match fields.get("lifetime") {
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
}

impl NewToken {
    /// `description`, `lifetime`, `scopes` and `workspaces`. Problems at each.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let description = errors.take("description", line(fields.get("description"), MAX_DESCRIPTION));
        let lifetime = errors.take("lifetime", TokenLifetime::parse(fields));
        let scopes = errors.take("scopes", TokenScopes::parse(fields));
        let workspaces = errors.take("workspaces", TokenWorkspaces::parse(fields));
        match (description, lifetime, scopes, workspaces) {
            (Some(description), Some(lifetime), Some(scopes), Some(workspaces)) => {
                Ok(Self { description, lifetime, scopes, workspaces })
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
        let lifetime =
            if fields.has("lifetime") { errors.take("lifetime", TokenLifetime::parse(fields)) } else { None };
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenState {
    /// It works.
    Active,
    /// Another secret has taken its place; until the overlap has passed it works.
    Rotated,
    /// Its time is over.
    Expired,
    /// Its owner has revoked it.
    Revoked,
    /// It ended with a new password or with the recovery of the account.
    CredentialsReplaced,
}

impl TokenState {
    /// The key in the catalogues, and the reason in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Rotated => "rotated",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::CredentialsReplaced => "credentials_replaced",
        }
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Active, Self::Rotated, Self::Expired, Self::Revoked, Self::CredentialsReplaced];
        all.into_iter().find(|state| state.name() == name)
    }
}

/// One of one's own tokens, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRow {
    /// The token, for its page's address.
    pub id: TokenId,
    /// What it is for, in its owner's words.
    pub description: String,
    /// How its secret begins.
    pub prefix: String,
    /// What it may do.
    pub scopes: TokenScopes,
    /// The names of the workspaces it reaches; none: all.
    pub workspaces: Option<Vec<String>>,
    /// What it was made for.
    pub lifetime: TokenLifetime,
    /// When it was made.
    pub created: When,
    /// When it ends, or ended; none: not by itself.
    pub ends: Option<When>,
    /// When it was last used, to the minute; none: never.
    pub used: Option<When>,
    /// The network address it was last used from; empty where none is known.
    pub used_from: String,
    /// Whether it works.
    pub state: TokenState,
    /// It can be used: also a rotated one while the overlap lasts.
    pub works: bool,
    /// It ends within two weeks, and nothing takes its place.
    pub ends_soon: bool,
}

/// All of one's own, with those that ended within the last 90 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensView {
    /// Those that work first, then the newest.
    pub tokens: Vec<TokenRow>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn scopes_allow_what_they_say_and_nothing_else() {
        let read: TokenScopes = "read".parse().unwrap();
        assert!(read.permissions().iter().all(|Permission(_, access)| access == Access::Read));
        assert!(read.permissions().has(Permission::AUDIT_READ));
        let users: TokenScopes = "users:write".parse().unwrap();
        let both: Permissions = [Permission::USERS_READ, Permission::USERS_WRITE].into_iter().collect();
        assert_eq!(users.permissions(), both, "whoever writes reads");
        let all: TokenScopes = "delete, write read".parse().unwrap();
        assert!(all.are_unlimited() && !read.are_unlimited());
        assert_eq!(all.to_string(), "read write delete");
        assert_eq!("users:read read users:write".parse::<TokenScopes>().unwrap().to_string(), "read users:write");
    }

    #[test]
    fn what_is_no_scope_is_refused() {
        for bad in ["admin", "users", "users:", "credits:read", "READ", "users:read:write"] {
            assert_eq!(bad.parse::<TokenScopes>(), Err(Problem::NotAChoice), "{bad}");
        }
        assert_eq!("".parse::<TokenScopes>(), Err(Problem::Required));
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

    proptest! {
        #[test]
        fn scopes_that_are_taken_read_back_unchanged(picked in proptest::collection::vec(0..18_usize, 1..6)) {
            let all: Vec<TokenScope> = TokenScope::all().collect();
            let scopes = TokenScopes::new(picked.into_iter().map(|at| all[at])).unwrap();
            prop_assert_eq!(scopes.to_string().parse::<TokenScopes>(), Ok(scopes.clone()));
            let json = serde_json::to_string(&scopes).unwrap();
            prop_assert_eq!(serde_json::from_str::<TokenScopes>(&json).unwrap(), scopes);
        }
    }
}
