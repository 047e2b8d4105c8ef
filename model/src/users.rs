//! Members of a workspace; the page calls them users.

use crate::fields::{FieldErrors, Problem};
use crate::ids::{AccountId, MemberId, RoleId};
use crate::page::{Avatar, When};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Active,
    Suspended,
}

impl Status {
    pub const ALL: [Self; 2] = [Self::Active, Self::Suspended];

    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// What the list is sorted by; a minus before the name in the address sorts the other way round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    #[default]
    Name,
    Email,
    Joined,
    LastActive,
}

impl SortKey {
    pub const ALL: [Self; 4] = [Self::Name, Self::Email, Self::Joined, Self::LastActive];

    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Joined => "joined",
            Self::LastActive => "last_active",
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    pub key: SortKey,
    pub descending: bool,
}

impl Sort {
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let key = SortKey::ALL.into_iter().find(|key| key.name() == name).ok_or(Problem::NotAChoice)?;
        Ok(Self { key, descending })
    }

    /// As in the address: `-joined`.
    pub fn written(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.key.name())
    }
}

/// Whose role the list is narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleChoice {
    SuperUser,
    Role(RoleId),
}

impl RoleChoice {
    /// The value of the control that chooses the flag and not a role.
    pub const SUPER_USER: &'static str = "super-user";

    pub fn parse(text: &str) -> Result<Self, Problem> {
        match text {
            Self::SUPER_USER => Ok(Self::SuperUser),
            "" => Err(Problem::Required),
            id => id.parse().map(Self::Role).map_err(|_| Problem::NotAChoice),
        }
    }

    pub fn written(self) -> String {
        match self {
            Self::SuperUser => Self::SUPER_USER.into(),
            Self::Role(id) => id.to_string(),
        }
    }
}

/// What the list shows: everything in it stands in the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsersQuery {
    pub q: String,
    pub status: Option<Status>,
    pub role: Option<RoleChoice>,
    pub sort: Sort,
    pub after: Option<String>,
    /// Rows a page, 1 to [`UsersQuery::MAX_SIZE`].
    pub size: u32,
}

impl Default for UsersQuery {
    fn default() -> Self {
        Self { q: String::new(), status: None, role: None, sort: Sort::default(), after: None, size: Self::SIZE }
    }
}

impl UsersQuery {
    pub const SIZE: u32 = 50;
    pub const MAX_SIZE: u32 = 200;

    /// Reads the parameters of the address; blank ones count as absent.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let given = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let q = given("q").unwrap_or_default();
        if q.chars().count() > 200 {
            errors.add("q", Problem::TooLong { max: 200 });
        }
        let status =
            given("status").and_then(|name| errors.take("status", Status::named(&name).ok_or(Problem::NotAChoice)));
        let role = given("role").and_then(|text| errors.take("role", RoleChoice::parse(&text)));
        let sort = given("sort").and_then(|text| errors.take("sort", Sort::parse(&text))).unwrap_or_default();
        let size = given("size").and_then(|text| errors.take("size", page_size(&text))).unwrap_or(Self::SIZE);
        let after = given("after");
        errors.into_result()?;
        Ok(Self { q, status, role, sort, after, size })
    }

    /// The query string that says the same, with only what differs from the default; values percent-encoded by `encode`.
    pub fn written(&self, encode: impl Fn(&str) -> String) -> String {
        let plain = Self::default();
        let mut pairs = Vec::new();
        let mut add = |name: &str, value: Option<String>| pairs.extend(value.map(|v| format!("{name}={}", encode(&v))));
        add("q", Some(self.q.clone()).filter(|q| !q.is_empty()));
        add("status", self.status.map(|status| status.name().into()));
        add("role", self.role.map(RoleChoice::written));
        add("sort", (self.sort != plain.sort).then(|| self.sort.written()));
        add("size", (self.size != plain.size).then(|| self.size.to_string()));
        add("after", self.after.clone());
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    pub fn is_narrowed(&self) -> bool {
        !self.q.is_empty() || self.status.is_some() || self.role.is_some()
    }
}

fn page_size(text: &str) -> Result<u32, Problem> {
    text.parse().ok().filter(|size| (1..=UsersQuery::MAX_SIZE).contains(size)).ok_or(Problem::NotAChoice)
}

/// A role as a badge or a choice. A built-in one's name is already in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleName {
    pub id: RoleId,
    pub name: String,
    /// What it allows, in words, where it is built in.
    pub about: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    pub id: MemberId,
    pub name: String,
    pub email: String,
    pub avatar: Avatar,
    pub status: Status,
    pub super_user: bool,
    pub roles: Vec<String>,
    pub joined: When,
    pub last_active: Option<When>,
}

/// Everything the panel shows of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetails {
    pub row: UserRow,
    pub account: AccountId,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    /// The language they read, by its own name.
    pub language: String,
    pub time_zone: String,
    pub source: Source,
    /// Added or invited by this person, where it is known.
    pub by: Option<String>,
    /// A temporary password waits for its first use until then.
    pub temporary_until: Option<When>,
    /// The reader's own membership.
    pub is_me: bool,
}

/// How someone became a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Setup,
    Added,
    Invited,
    Seeded,
}

impl Source {
    pub const ALL: [Self; 4] = [Self::Setup, Self::Added, Self::Invited, Self::Seeded];

    pub fn name(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Added => "added",
            Self::Invited => "invited",
            Self::Seeded => "seeded",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn query(pairs: &[(&str, &str)]) -> Result<UsersQuery, FieldErrors> {
        UsersQuery::parse(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn an_address_without_parameters_is_the_default() {
        assert_eq!(query(&[]), Ok(UsersQuery::default()));
        assert_eq!(UsersQuery::default().written(str::to_owned), "");
    }

    #[test]
    fn each_bad_parameter_is_named() {
        let errors = query(&[("status", "asleep"), ("role", "x"), ("sort", "shoe"), ("size", "0")]).unwrap_err();
        let named: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(named, ["role", "size", "sort", "status"]);
        assert!(query(&[("size", "1000000000")]).is_err());
    }

    proptest! {
        #[test]
        fn what_the_address_says_it_says_again(q in "[a-z]{0,9}", sort in 0..4usize, down: bool, size in 1..=200u32) {
            let asked = UsersQuery { q, sort: Sort { key: SortKey::ALL[sort], descending: down }, size, ..Default::default() };
            let written = asked.written(str::to_owned);
            let pairs: Vec<(&str, &str)> = written.trim_start_matches('?').split('&').filter_map(|p| p.split_once('=')).collect();
            prop_assert_eq!(query(&pairs), Ok(asked));
        }
    }
}
