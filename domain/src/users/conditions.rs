//! What a list's query asks of each person.

use super::sql::Sql;
use crate::clock::Micros;
use crate::db::{Term, Value, contains};
use crate::members::terms;
use crate::{Error, keys};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::Problem;
use model::users::{LastActive, MemberField, RoleChoice, Status, UsersQuery};

/// How it is known whether someone meets a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResolvedBy {
    /// The index tells.
    Index,
    /// The text has to be looked at, or the status, which stands beside it.
    Text,
    /// The row has to be looked at.
    Row,
}

/// All that a query asks for, as conditions over `members m` and as terms of the index.
#[derive(Clone, Debug)]
pub(super) struct Conditions {
    pub all: Sql,
    /// Those of them that the index can't tell.
    pub residual: Sql,
    /// Whether these are about the text alone.
    pub residual_is_text: bool,
    pub terms: Vec<Term>,
    /// From and up to.
    pub active: Option<(Micros, Micros)>,
    /// What is said of a column that an order is by.
    pub bounds: Vec<(MemberField, Sql)>,
}

impl Conditions {
    pub(super) fn none() -> Self {
        Self {
            all: Sql::default(),
            residual: Sql::default(),
            residual_is_text: true,
            terms: Vec::new(),
            active: None,
            bounds: Vec::new(),
        }
    }

    /// Those of a list's query, but for the workspace.
    pub(super) fn of(asked: &UsersQuery, text: &str, zone: &TimeZone, now: Micros) -> Result<Self, Error> {
        let mut built = Self::none();
        built.status(asked.status, now);
        if asked.seats {
            built.and("m.status IN ('active', 'invited')", [], ResolvedBy::Row);
        }
        built.text(text);
        built.facets(asked);
        if let Some(active) = &asked.active {
            built.active(active, zone)?;
        }
        Ok(built)
    }

    pub(super) fn and(&mut self, text: &str, values: impl IntoIterator<Item = Value>, by: ResolvedBy) {
        let values: Vec<Value> = values.into_iter().collect();
        self.all.and(text, values.clone());
        if by != ResolvedBy::Index {
            self.residual.and(text, values);
        }
        self.residual_is_text &= by != ResolvedBy::Row;
    }

    fn bound<const N: usize>(&mut self, key: MemberField, text: &str, values: [Value; N]) {
        self.bounds.push((key, Sql { text: text.into(), values: values.into() }));
    }

    fn term(&mut self, term: String) {
        self.terms.push(Term::Whole(term));
    }

    /// Those who were removed are listed only where asked for. No term says so of nearly everyone: both databases would
    /// read each of its entries.
    fn status(&mut self, status: Option<Status>, now: Micros) {
        let Some(status) = status else { return self.and("m.status <> 'removed'", [], ResolvedBy::Text) };
        self.term(terms::of_status(status));
        let stored = if status == Status::Expired { Status::Invited } else { status };
        self.bound(MemberField::Status, "m.status = ?", [stored.name().into()]);
        match status {
            Status::Invited => self.and("m.status = 'invited' AND m.ends_at > ?", [now.into()], ResolvedBy::Row),
            Status::Expired => self.and("m.status = 'invited' AND m.ends_at <= ?", [now.into()], ResolvedBy::Row),
            status => self.and("m.status = ?", [status.name().into()], ResolvedBy::Index),
        }
    }

    /// Each word somewhere in what is searchable.
    fn text(&mut self, text: &str) {
        let words = words(&keys::search(text));
        let mut asked: Vec<Term> = words.iter().flat_map(|word| word.terms.clone()).collect();
        asked.sort();
        asked.dedup();
        // Beside longer pieces, the shortest would only cost time.
        let is_long = |term: &Term| matches!(term, Term::Whole(_));
        let some_are_long = asked.iter().any(is_long);
        asked.retain(|term| is_long(term) || !some_are_long);
        for word in words {
            let mut any = vec![contains(&word.text)];
            any.extend(word.digits.as_deref().map(contains));
            let told = terms::tell_all(&word.text) && word.terms.iter().all(|term| asked.contains(term));
            let by = if told && word.digits.is_none() { ResolvedBy::Index } else { ResolvedBy::Text };
            let like = vec!["m.search LIKE ? ESCAPE '!'"; any.len()].join(" OR ");
            self.and(&format!("({like})"), any.into_iter().map(Value::from).collect::<Vec<_>>(), by);
        }
        self.terms.append(&mut asked);
    }

    fn facets(&mut self, asked: &UsersQuery) {
        match asked.role {
            Some(RoleChoice::SuperUser) => {
                self.term(terms::of_super_user());
                self.bound(MemberField::Role, "m.role_key >= ? AND m.role_key < ?", ["\u{1}".into(), "\u{2}".into()]);
                self.and("m.super_user", [], ResolvedBy::Index);
            }
            Some(RoleChoice::Role(id)) => {
                self.term(terms::of_role(id));
                // Not EXISTS, which PostgreSQL may turn into a join that loses the order of a walk.
                self.and(
                    "((SELECT COUNT(*) FROM member_roles x WHERE x.member_id = m.id AND x.role_id = ?) = 1
                      OR (SELECT COUNT(*) FROM group_members x JOIN group_roles y ON y.group_id = x.group_id
                          WHERE x.member_id = m.id AND y.role_id = ?) > 0)",
                    [id.into(), id.into()],
                    ResolvedBy::Index,
                );
            }
            None => {}
        }
        if let Some(id) = asked.group {
            self.term(terms::of_group(id));
            self.and(
                "(SELECT COUNT(*) FROM group_members x WHERE x.member_id = m.id AND x.group_id = ?) = 1",
                [id.into()],
                ResolvedBy::Index,
            );
        }
        if let Some(source) = asked.source {
            self.term(terms::of_source(source));
            self.bound(MemberField::Source, "m.source = ?", [source.name().into()]);
            self.and("m.source = ?", [source.name().into()], ResolvedBy::Index);
        }
        if let Some(with) = asked.mfa {
            self.term(terms::of_second_factor(with));
            self.and(if with { "m.second_factor" } else { "NOT m.second_factor" }, [], ResolvedBy::Index);
        }
    }

    fn active(&mut self, active: &LastActive, zone: &TimeZone) -> Result<(), Error> {
        let day = |text: &str| {
            let start = text.parse::<Date>().ok().and_then(|day| day.to_zoned(zone.clone()).ok());
            start.map(|start| start.timestamp().as_microsecond()).ok_or_else(|| Error::at("active", Problem::NotADay))
        };
        let (from, to) = match active {
            LastActive::Never => (0, 1),
            LastActive::Since(text) => (day(text)?.max(1), i64::MAX),
            LastActive::Before(text) => (1, day(text)?),
        };
        self.active = Some((from, to));
        let both: [Value; 2] = [from.into(), to.into()];
        self.bound(MemberField::LastActive, "m.last_active_at >= ? AND m.last_active_at < ?", both.clone());
        self.and("m.last_active_at >= ? AND m.last_active_at < ?", both, ResolvedBy::Row);
        Ok(())
    }
}

/// Marks that stand around a name or an address where it is copied from: `Souza, Ana`, `Ana Souza <ana@acme.example>`.
const AROUND: [char; 12] = [',', ';', '<', '>', '"', '\u{201C}', '\u{201D}', '\u{AB}', '\u{BB}', '[', ']', '\u{201E}'];
/// From so many digits on, numbers that stand beside each other are one telephone number.
const PHONE_DIGITS: usize = 6;

/// The words that are looked for; the groups of a telephone number are one.
fn words(text: &str) -> Vec<Word> {
    let bare = |word: &'_ str| -> String {
        match word.trim_matches(AROUND) {
            "" => word.to_owned(),
            // A domain is found in either of its forms.
            address if address.contains('@') && address.contains("xn--") => keys::search(&keys::email(address)),
            bare => bare.to_owned(),
        }
    };
    let plain: Vec<String> = text.split_whitespace().map(bare).collect();
    let mut words = Vec::new();
    for run in plain.chunk_by(|a, b| is_of_phone(a) && is_of_phone(b)) {
        let together = run.concat();
        match phone_digits(&together) {
            Some(digits) if is_of_phone(&run[0]) => words.push(Word::new(digits)),
            _ => words.extend(run.iter().cloned().map(Word::new)),
        }
    }
    words
}

/// Whether it is made of what telephone numbers are: digits, and what stands between them.
fn is_of_phone(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || "+-./()".contains(c))
}

/// The digits by which a number is found whether or not it was typed as it is dialled within its country, or from
/// abroad: without the zeros that come first, and the one in parentheses. None where there are too few.
fn phone_digits(number: &str) -> Option<String> {
    let digits: String = number.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (digits.len() >= PHONE_DIGITS).then(|| digits.to_owned())
}

/// A word that is looked for.
struct Word {
    text: String,
    /// Of a telephone number with something between or before its digits.
    digits: Option<String>,
    terms: Vec<Term>,
}

impl Word {
    fn new(text: String) -> Self {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if is_of_phone(&text) && digits != text && !digits.is_empty() {
            let terms = terms::asked_of_phone(&text);
            return Self { text, digits: Some(digits), terms };
        }
        Self { terms: terms::asked(&text), text, digits: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("souza, ana", &["souza", "ana"])]
    #[case("ana souza <ana@acme.example>", &["ana", "souza", "ana@acme.example"])]
    #[case("\"ana\" , ;", &["ana", ",", ";"])]
    #[case("+49 30 123 45 67", &["49301234567"])]
    #[case("(030) 1234-567", &["301234567"])]
    #[case("0049 (0)30/1234567", &["49301234567"])]
    #[case("ana 030 12 34 56", &["ana", "30123456"])]
    #[case("+49 (0)30 / 123-456", &["4930123456"])]
    #[case("ana - souza", &["ana", "-", "souza"])]
    #[case("12 34", &["12", "34"])]
    #[case("+49", &["+49"])]
    #[case("24/7 support", &["24/7", "support"])]
    #[case("000000", &["000000"])]
    fn words_are_what_is_meant(#[case] typed: &str, #[case] expected: &[&str]) {
        let found: Vec<String> = words(typed).into_iter().map(|word| word.text).collect();
        assert_eq!(found, expected);
    }
}
