//! Members of a workspace; the page calls them users.

use crate::fields::{FieldErrors, Fields, Problem, calendar_day};
use crate::ids::{MemberId, RoleId, ViewId};
use crate::page::{Avatar, Page, When};
use serde::{Deserialize, Serialize};

/// Where someone stands in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Active,
    Suspended,
    /// Offered a place that they have not taken yet.
    Invited,
    /// Invited, and the invitation has run out.
    Expired,
    /// Gone, and restorable for 30 days; listed only where asked for.
    Removed,
}

impl Status {
    pub const ALL: [Self; 5] = [Self::Active, Self::Suspended, Self::Invited, Self::Expired, Self::Removed];

    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Invited => "invited",
            Self::Expired => "expired",
            Self::Removed => "removed",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Has an account in the workspace, whether or not it may enter.
    pub fn is_member(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }
}

/// What the list is sorted by; a minus before the name in the address sorts the other way round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    #[default]
    Name,
    Email,
    Phone,
    Role,
    Status,
    Source,
    Joined,
    LastActive,
}

impl SortKey {
    pub const ALL: [Self; 8] =
        [Self::Name, Self::Email, Self::Phone, Self::Role, Self::Status, Self::Source, Self::Joined, Self::LastActive];

    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Role => "role",
            Self::Status => "status",
            Self::Source => "source",
            Self::Joined => "joined",
            Self::LastActive => "last_active",
        }
    }

    /// Whether its first click shows the newest first.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Joined | Self::LastActive)
    }
}

/// A column of the list beside the name, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Phone,
    Role,
    Status,
    SecondFactor,
    Source,
    Joined,
    LastActive,
    Ends,
}

impl Column {
    pub const ALL: [Self; 8] = [
        Self::Phone,
        Self::Role,
        Self::Status,
        Self::SecondFactor,
        Self::Source,
        Self::Joined,
        Self::LastActive,
        Self::Ends,
    ];
    /// Shown to whoever has chosen nothing else.
    pub const USUAL: [Self; 4] = [Self::Role, Self::Status, Self::Joined, Self::LastActive];

    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Role => "role",
            Self::Status => "status",
            Self::SecondFactor => "second_factor",
            Self::Source => "source",
            Self::Joined => "joined",
            Self::LastActive => "last_active",
            Self::Ends => "ends",
        }
    }

    /// What clicking its head sorts by.
    pub fn sort(self) -> Option<SortKey> {
        SortKey::ALL.into_iter().find(|key| key.name() == self.name())
    }

    /// Names separated by commas, in any order; `none` is no column.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, Problem> {
        if text == "none" {
            return Ok(Vec::new());
        }
        let known = |name: &str| Self::ALL.into_iter().find(|column| column.name() == name).ok_or(Problem::NotAChoice);
        let chosen: Vec<Self> = text.split(',').map(known).collect::<Result<_, _>>()?;
        Ok(Self::ALL.into_iter().filter(|column| chosen.contains(column)).collect())
    }

    pub fn written_list(columns: &[Self]) -> String {
        if columns.is_empty() {
            return "none".into();
        }
        columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(",")
    }
}

/// How much room a row takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}

impl Density {
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    pub fn name(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|density| density.name() == name)
    }
}

/// How a person likes the list: remembered, and overruled by the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPreferences {
    pub columns: Vec<Column>,
    pub density: Density,
    /// Rows a page, 1 to [`UsersQuery::MAX_SIZE`].
    pub size: u32,
}

impl Default for ListPreferences {
    fn default() -> Self {
        Self { columns: Column::USUAL.to_vec(), density: Density::default(), size: UsersQuery::SIZE }
    }
}

/// When someone was last here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastActive {
    Never,
    /// On this day or later, `2026-11-22`, in the reader's time zone.
    Since(String),
    /// Before this day; those who never were are not among them.
    Before(String),
}

impl LastActive {
    /// `never`, `since:2026-11-22`, `before:2026-11-22`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        match text.split_once(':') {
            None if text == "never" => Ok(Self::Never),
            Some(("since", day)) => calendar_day(day).map(Self::Since),
            Some(("before", day)) => calendar_day(day).map(Self::Before),
            _ => Err(Problem::NotAChoice),
        }
    }

    pub fn written(&self) -> String {
        match self {
            Self::Never => "never".into(),
            Self::Since(day) => format!("since:{day}"),
            Self::Before(day) => format!("before:{day}"),
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

/// What someone may do: everything, or what their roles say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    pub super_user: bool,
    pub roles: Vec<RoleId>,
}

impl Access {
    /// A single choice.
    pub fn of(choice: RoleChoice) -> Self {
        match choice {
            RoleChoice::SuperUser => Self { super_user: true, roles: Vec::new() },
            RoleChoice::Role(id) => Self { super_user: false, roles: vec![id] },
        }
    }
}

/// What can be done to one person or to many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Suspend,
    Activate,
    Remove,
    Restore,
    /// The invitation's mail, with a new link.
    Resend,
    SignOut,
    Role(RoleChoice),
}

impl Action {
    pub fn name(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Activate => "activate",
            Self::Remove => "remove",
            Self::Restore => "restore",
            Self::Resend => "resend",
            Self::SignOut => "sign_out",
            Self::Role(_) => "role",
        }
    }

    /// As a form says it: the action's name, and the role beside it.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let role = || RoleChoice::parse(fields.get("role")).map_err(|problem| FieldErrors::one("role", problem));
        Ok(match fields.get("action") {
            "suspend" => Self::Suspend,
            "activate" => Self::Activate,
            "remove" => Self::Remove,
            "restore" => Self::Restore,
            "resend" => Self::Resend,
            "sign_out" => Self::SignOut,
            "role" => Self::Role(role()?),
            _ => return Err(FieldErrors::one("action", Problem::NotAChoice)),
        })
    }
}

/// A change of someone; what is none stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub phone: Option<Option<String>>,
    pub access: Option<Access>,
    /// When the membership ends, in microseconds since 1970; none within is never.
    pub ends_at: Option<Option<i64>>,
    /// What was read before it was changed.
    pub version: i64,
}

/// What the list shows: everything in it stands in the address. What is none there is as the reader likes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UsersQuery {
    pub q: String,
    pub status: Option<Status>,
    pub role: Option<RoleChoice>,
    pub source: Option<Source>,
    /// With or without a second factor.
    pub mfa: Option<bool>,
    pub active: Option<LastActive>,
    pub sort: Sort,
    pub after: Option<String>,
    /// Rows a page, 1 to [`UsersQuery::MAX_SIZE`].
    pub size: Option<u32>,
    pub columns: Option<Vec<Column>>,
    pub density: Option<Density>,
}

impl UsersQuery {
    pub const SIZE: u32 = 50;
    pub const SIZES: [u32; 4] = [25, 50, 100, 200];
    pub const MAX_SIZE: u32 = 200;

    /// Reads the parameters of the address; blank ones count as absent.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let given = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let choice = |found| Option::ok_or(found, Problem::NotAChoice);
        let q = given("q").unwrap_or_default();
        if q.chars().count() > 200 {
            errors.add("q", Problem::TooLong { max: 200 });
        }
        let status = given("status").and_then(|name| errors.take("status", choice(Status::named(&name))));
        let role = given("role").and_then(|text| errors.take("role", RoleChoice::parse(&text)));
        let named = |name: String| Source::named(&name).ok_or(Problem::NotAChoice);
        let source = given("source").and_then(|name| errors.take("source", named(name)));
        let mfa = given("mfa").and_then(|text| errors.take("mfa", with_or_without(&text)));
        let active = given("active").and_then(|text| errors.take("active", LastActive::parse(&text)));
        let sort = given("sort").and_then(|text| errors.take("sort", Sort::parse(&text))).unwrap_or_default();
        let size = given("size").and_then(|text| errors.take("size", page_size(&text)));
        let columns = given("columns").and_then(|text| errors.take("columns", Column::parse_list(&text)));
        let named = |name: String| Density::named(&name).ok_or(Problem::NotAChoice);
        let density = given("density").and_then(|name| errors.take("density", named(name)));
        let after = given("after");
        errors.into_result()?;
        Ok(Self { q, status, role, source, mfa, active, sort, after, size, columns, density })
    }

    /// Reads a query string, with or without its question mark.
    pub fn parse_query(query: &str, decode: impl Fn(&str) -> String) -> Result<Self, FieldErrors> {
        let pairs: Vec<(&str, String)> = query
            .trim_start_matches('?')
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name, decode(value)))
            .collect();
        Self::parse(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()))
    }

    /// The query string that says the same, with only what differs from the default; values percent-encoded by `encode`.
    pub fn written(&self, encode: impl Fn(&str) -> String) -> String {
        let mut pairs = Vec::new();
        let mut add = |name: &str, value: Option<String>| pairs.extend(value.map(|v| format!("{name}={}", encode(&v))));
        add("q", Some(self.q.clone()).filter(|q| !q.is_empty()));
        add("status", self.status.map(|status| status.name().into()));
        add("role", self.role.map(RoleChoice::written));
        add("source", self.source.map(|source| source.name().into()));
        add("mfa", self.mfa.map(|with| if with { "with" } else { "without" }.into()));
        add("active", self.active.as_ref().map(LastActive::written));
        add("sort", (self.sort != Sort::default()).then(|| self.sort.written()));
        add("size", self.size.map(|size| size.to_string()));
        add("columns", self.columns.as_deref().map(Column::written_list));
        add("density", self.density.map(|density| density.name().into()));
        add("after", self.after.clone());
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    pub fn is_narrowed(&self) -> bool {
        self.narrowing() != Self::default()
    }

    /// What it says of whom to show, and nothing of how.
    #[must_use]
    pub fn narrowing(&self) -> Self {
        Self {
            q: self.q.clone(),
            status: self.status,
            role: self.role,
            source: self.source,
            mfa: self.mfa,
            active: self.active.clone(),
            ..Self::default()
        }
    }
}

fn with_or_without(text: &str) -> Result<bool, Problem> {
    match text {
        "with" => Ok(true),
        "without" => Ok(false),
        _ => Err(Problem::NotAChoice),
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
    pub phone: Option<String>,
    pub source: Source,
    pub second_factor: bool,
    pub joined: When,
    pub last_active: Option<When>,
    /// When the membership, or the invitation, ends.
    pub ends: Option<When>,
}

/// The list as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsersList {
    pub page: Page<UserRow>,
    /// As the reader likes it; what the address says goes first.
    pub likes: ListPreferences,
}

/// A list worth coming back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    pub id: ViewId,
    pub name: String,
    /// The query string of the list's address.
    pub query: String,
    pub shared: bool,
    pub may_delete: bool,
}

/// What stands above the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTools {
    pub roles: Vec<RoleName>,
    pub views: Vec<View>,
}

/// What the edit form starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditView {
    pub user: UserDetails,
    /// The roles of the workspace; those that the reader may not give can be left as they are.
    pub roles: Vec<RoleName>,
    pub may_make_super_user: bool,
    /// The last day of the membership, `2026-11-22`, in the reader's time zone.
    pub ends: Option<String>,
}

/// A field that someone else has changed while it was being edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The field's label, as a key of the catalogues.
    pub label: String,
    pub theirs: String,
    pub yours: String,
}

/// Someone else was faster: what they changed, and the version that a second try replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditConflict {
    pub version: i64,
    pub differences: Vec<Difference>,
}

/// A session, as the panel shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    pub since: When,
    pub last_seen: When,
    pub address: String,
    /// "Firefox on Linux", as far as it can be told.
    pub device: String,
    pub current: bool,
}

/// Everything the panel shows of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetails {
    pub row: UserRow,
    pub first_name: String,
    pub last_name: String,
    /// The language they read, by its own name.
    pub language: String,
    pub time_zone: String,
    /// Added or invited by this person, where it is known.
    pub by: Option<String>,
    /// A temporary password waits for its first use until then.
    pub temporary_until: Option<When>,
    /// The reader's own membership.
    pub is_me: bool,
    /// Removed then; restorable for 30 days.
    pub removed: Option<When>,
    pub version: i64,
    /// Why names, telephone number and sessions can't be changed here.
    pub personal: Option<Problem>,
    /// Why the password can't.
    pub password: Option<Problem>,
    /// The reader stands high enough to change what may be changed.
    pub may_edit: bool,
    pub may_remove: bool,
    pub access: Access,
}

/// How someone became a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Setup,
    Added,
    Invited,
    Imported,
    Seeded,
}

impl Source {
    pub const ALL: [Self; 5] = [Self::Setup, Self::Added, Self::Invited, Self::Imported, Self::Seeded];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Added => "added",
            Self::Invited => "invited",
            Self::Imported => "imported",
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
        fn what_the_address_says_it_says_again(q in "[a-z]{0,9}", sort in 0..8usize, down: bool, size in 1..=200u32) {
            let asked = UsersQuery { q, sort: Sort { key: SortKey::ALL[sort], descending: down }, size: Some(size), ..Default::default() };
            let written = asked.written(str::to_owned);
            let pairs: Vec<(&str, &str)> = written.trim_start_matches('?').split('&').filter_map(|p| p.split_once('=')).collect();
            prop_assert_eq!(query(&pairs), Ok(asked));
        }
    }
}
