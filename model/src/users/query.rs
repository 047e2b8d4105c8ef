//! Whom the list shows and in which order, as the address says it.

use super::{Density, MemberField, RoleChoice, Source, Status, parse_columns, written_columns};
use crate::fields::calendar_day;
use crate::ids::{GroupId, ViewId};
use crate::{FieldErrors, Problem};
use serde::{Deserialize, Serialize};

/// When someone was last here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastActive {
    /// Those who have not signed in yet.
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

    /// What [`LastActive::parse`] reads.
    pub fn written(&self) -> String {
        match self {
            Self::Never => "never".into(),
            Self::Since(day) => format!("since:{day}"),
            Self::Before(day) => format!("before:{day}"),
        }
    }
}

/// What the list is sorted by; a minus before the name in the address sorts the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// Of [`MemberField::sortable`].
    pub key: MemberField,
    /// From Z to A, from the newest to the oldest.
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { key: MemberField::Name, descending: false }
    }
}

impl Sort {
    /// As in the address: `joined`, or `-joined` for the other way round; only of [`MemberField::sortable`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let key = MemberField::sortable().find(|key| key.name() == name).ok_or(Problem::NotAChoice)?;
        Ok(Self { key, descending })
    }

    /// As in the address: `-joined`.
    pub fn written(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.key.name())
    }
}

/// What the list shows: everything in it stands in the address. What is none there is as the reader likes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UsersQuery {
    /// What is searched for in names, addresses and the other searchable texts; at most 200 characters.
    pub q: String,
    /// Only those who stand so; none: all but the removed.
    pub status: Option<Status>,
    /// Only those who have a seat: who is active or was invited.
    pub seats: bool,
    /// Only those who have this role, or only super-users.
    pub role: Option<RoleChoice>,
    /// Only those in this group.
    pub group: Option<GroupId>,
    /// Only those who became members so.
    pub source: Option<Source>,
    /// With or without a second factor.
    pub mfa: Option<bool>,
    /// Only those who were last here then.
    pub active: Option<LastActive>,
    /// The order of the list.
    pub sort: Sort,
    /// The cursor that a page has handed out; none: from the beginning.
    pub after: Option<String>,
    /// Rows a page, 1 to [`UsersQuery::MAX_SIZE`].
    pub size: Option<u32>,
    /// Of [`MemberField::columns`], in their order; none: as the reader likes it.
    pub columns: Option<Vec<MemberField>>,
    /// None: as the reader likes it.
    pub density: Option<Density>,
    /// The view that it began with.
    pub view: Option<ViewId>,
}

impl UsersQuery {
    /// Rows a page, where nothing else is asked for.
    pub const SIZE: u32 = 50;
    /// Rows a page, as the list offers them.
    pub const SIZES: [u32; 4] = [25, 50, 100, 200];
    /// The most rows that a page can be asked for.
    pub const MAX_SIZE: u32 = 200;
    /// The longest text that is searched for, in characters.
    const MAX_TEXT: usize = 200;
    /// The longest cursor that a page hands out, in bytes: the keys of a row, which hold its longest texts.
    const MAX_CURSOR: usize = 8 * 1024;

    /// Reads the parameters of the address; blank ones count as absent.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let given = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let choice = |found| Option::ok_or(found, Problem::NotAChoice);
        let q = given("q").unwrap_or_default();
        let status = given("status").and_then(|name| errors.take("status", choice(Status::named(&name))));
        let seats = given("seats").and_then(|text| errors.take("seats", taken(&text))).unwrap_or_default();
        let role = given("role").and_then(|text| errors.take("role", RoleChoice::parse(&text)));
        let id = |text: String| text.parse::<GroupId>().map_err(|_| Problem::NotAChoice);
        let group = given("group").and_then(|text| errors.take("group", id(text)));
        let named = |name: String| Source::named(&name).ok_or(Problem::NotAChoice);
        let source = given("source").and_then(|name| errors.take("source", named(name)));
        let mfa = given("mfa").and_then(|text| errors.take("mfa", with_or_without(&text)));
        let active = given("active").and_then(|text| errors.take("active", LastActive::parse(&text)));
        let sort = given("sort").and_then(|text| errors.take("sort", Sort::parse(&text))).unwrap_or_default();
        let size = given("size").and_then(|text| errors.take("size", page_size(&text)));
        let columns = given("columns").and_then(|text| errors.take("columns", parse_columns(&text)));
        let named = |name: String| Density::named(&name).ok_or(Problem::NotAChoice);
        let density = given("density").and_then(|name| errors.take("density", named(name)));
        let view = given("view").and_then(|text| errors.take("view", text.parse().map_err(|_| Problem::NotAChoice)));
        let after = given("after");
        let asked =
            Self { q, status, seats, role, group, source, mfa, active, sort, after, size, columns, density, view };
        asked.check(&mut errors);
        errors.into_result()?;
        Ok(asked)
    }

    /// What its types allow and no query may ask: each entrance that reads one asks this, whether it came as an address
    /// or as JSON.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        self.check(&mut errors);
        errors.into_result()
    }

    fn check(&self, errors: &mut FieldErrors) {
        if self.q.chars().count() > Self::MAX_TEXT {
            errors.add("q", Problem::TooLong { max: Self::MAX_TEXT });
        }
        if let Some(LastActive::Since(day) | LastActive::Before(day)) = &self.active
            && calendar_day(day).is_err()
        {
            errors.add("active", Problem::NotAChoice);
        }
        if !self.sort.key.spec().sortable {
            errors.add("sort", Problem::NotAChoice);
        }
        let columns = self.columns.as_deref().unwrap_or_default();
        if columns.len() > MemberField::ALL.len() || columns.iter().any(|column| !column.spec().column) {
            errors.add("columns", Problem::NotAChoice);
        }
        if self.size.is_some_and(|size| !(1..=Self::MAX_SIZE).contains(&size)) {
            errors.add("size", Problem::NotAChoice);
        }
        if self.after.as_ref().is_some_and(|after| after.len() > Self::MAX_CURSOR) {
            errors.add("after", Problem::NotAChoice);
        }
    }

    /// The query string that says the same, with only what differs from the default; values percent-encoded by
    /// `encode`.
    pub fn written(&self, encode: impl Fn(&str) -> String) -> String {
        let mut pairs = Vec::new();
        let mut add = |name: &str, value: Option<String>| pairs.extend(value.map(|v| format!("{name}={}", encode(&v))));
        add("q", Some(self.q.clone()).filter(|q| !q.is_empty()));
        add("status", self.status.map(|status| status.name().into()));
        add("seats", self.seats.then(|| "taken".into()));
        add("role", self.role.map(RoleChoice::written));
        add("group", self.group.map(|id| id.to_string()));
        add("source", self.source.map(|source| source.name().into()));
        add("mfa", self.mfa.map(|with| if with { "with" } else { "without" }.into()));
        add("active", self.active.as_ref().map(LastActive::written));
        add("sort", (self.sort != Sort::default()).then(|| self.sort.written()));
        add("size", self.size.map(|size| size.to_string()));
        add("columns", self.columns.as_deref().map(written_columns));
        add("density", self.density.map(|density| density.name().into()));
        add("view", self.view.map(|id| id.to_string()));
        add("after", self.after.clone());
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    /// What a view keeps of it.
    #[must_use]
    pub fn kept(&self) -> Self {
        Self { after: None, view: None, ..self.clone() }
    }

    /// Something limits whom the list shows; order, columns and cursor don't.
    pub fn is_narrowed(&self) -> bool {
        self.narrowing() != Self::default()
    }

    /// What it says of whom to show, and nothing of how.
    #[must_use]
    pub fn narrowing(&self) -> Self {
        Self {
            q: self.q.clone(),
            status: self.status,
            seats: self.seats,
            role: self.role,
            group: self.group,
            source: self.source,
            mfa: self.mfa,
            active: self.active.clone(),
            ..Self::default()
        }
    }
}

fn taken(text: &str) -> Result<bool, Problem> {
    if text == "taken" { Ok(true) } else { Err(Problem::NotAChoice) }
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

    #[test]
    fn each_filter_of_a_field_is_a_parameter() {
        for parameter in MemberField::ALL.into_iter().filter_map(|field| field.spec().filter) {
            assert!(query(&[(parameter, "~")]).unwrap_err().get(parameter).is_some(), "{parameter}");
        }
    }

    #[test]
    fn only_columns_are_shown_and_only_what_sorts_is_sorted_by() {
        let both = [("sort", "groups"), ("columns", "role,email")];
        let named: Vec<String> = query(&both).unwrap_err().iter().map(|(field, _)| field.to_owned()).collect();
        assert_eq!(named, ["columns", "sort"]);
        let asked = UsersQuery {
            sort: Sort { key: MemberField::Ends, descending: false },
            columns: Some(vec![MemberField::Name]),
            ..UsersQuery::default()
        };
        let errors = asked.validate().unwrap_err();
        assert!(errors.get("sort").is_some() && errors.get("columns").is_some(), "{errors:?}");
    }

    proptest! {
        #[test]
        fn what_the_address_says_it_says_again(
            q in "[a-z]{0,9}",
            key in proptest::sample::select(MemberField::sortable().collect::<Vec<_>>()),
            down: bool,
            size in 1..=200u32
        ) {
            let asked = UsersQuery { q, sort: Sort { key, descending: down }, size: Some(size), ..Default::default() };
            let written = asked.written(str::to_owned);
            let pairs: Vec<(&str, &str)> =
                written.trim_start_matches('?').split('&').filter_map(|p| p.split_once('=')).collect();
            prop_assert_eq!(query(&pairs), Ok(asked));
        }
    }
}
