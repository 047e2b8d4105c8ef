//! Forms as they arrive, and what is wrong with them, field by field.

use crate::Problem;
use crate::ids::AccountId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest text any single-line field takes, in characters.
pub const MAX_LINE: usize = 200;

/// The control in which a page's form says whose page it was: a form that outlives its session is not the next
/// person's.
pub const FORM_ACCOUNT: &str = "form_account";

/// A posted form: one text per control name, as `application/x-www-form-urlencoded` gives them.
/// A name sent several times keeps its last value, but see [`Fields::all`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// From pairs of name and value, in the order in which the form sends them.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The last value sent under this name, or nothing.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Whether the form had this control, filled or not.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Every value sent under this name, in order: checkboxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a checkbox was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !matches!(self.get(name), "" | "off" | "false" | "0")
    }

    /// The first control that holds a NUL, which neither a person types nor a database stores.
    pub fn with_nul(&self) -> Option<&str> {
        self.0.iter().find(|(key, value)| key.contains('\0') || value.contains('\0')).map(|(key, _)| key.as_str())
    }

    /// Takes [`FORM_ACCOUNT`] out of the form: the account whose page it was, where it says so.
    pub fn take_account(&mut self) -> Option<AccountId> {
        let account = self.get(FORM_ACCOUNT).parse().ok();
        self.0.retain(|(key, _)| key != FORM_ACCOUNT);
        account
    }

    /// The controls whose names begin so, under the rest of their names.
    #[must_use]
    pub fn below(&self, prefix: &str) -> Self {
        let rest = |(key, value): &(String, String)| Some((key.strip_prefix(prefix)?.to_owned(), value.clone()));
        Self(self.0.iter().filter_map(rest).collect())
    }

    /// The controls of another form as well, with this before their names.
    #[must_use]
    pub fn with_below(mut self, prefix: &str, other: &Self) -> Self {
        self.0.extend(other.0.iter().map(|(key, value)| (format!("{prefix}{key}"), value.clone())));
        self
    }

    /// With one more value under this name, after those it has.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// Pairs of name and value, in the order in which they were sent.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

/// A field's problem is keyed by the control's name; `form` stands for the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldErrors(BTreeMap<String, Problem>);

impl FieldErrors {
    /// Nothing wrong.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// A single problem, keyed by the control's name.
    pub fn one(field: &str, problem: Problem) -> Self {
        Self(BTreeMap::from([(field.to_owned(), problem)]))
    }

    /// Notes a problem; the first one of a field stays.
    pub fn add(&mut self, field: &str, problem: Problem) {
        self.0.entry(field.to_owned()).or_insert(problem);
    }

    /// Runs a check and keeps its value or its problem.
    pub fn take<T>(&mut self, field: &str, checked: Result<T, Problem>) -> Option<T> {
        checked.map_err(|problem| self.add(field, problem)).ok()
    }

    /// The problem of one control; none: it is well.
    pub fn get(&self, field: &str) -> Option<&Problem> {
        self.0.get(field)
    }

    /// Those of other controls than these.
    #[must_use]
    pub fn without(mut self, fields: &[&str]) -> Self {
        self.0.retain(|field, _| !fields.contains(&field.as_str()));
        self
    }

    /// The problem of one control under another name, where an entrance calls it so.
    #[must_use]
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        if let Some(problem) = self.0.remove(from) {
            self.add(to, problem);
        }
        self
    }

    /// There is no problem.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each control with its problem, in the alphabet's order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Problem)> {
        self.0.iter().map(|(field, problem)| (field.as_str(), problem))
    }

    /// Nothing wrong: goes on. Otherwise everything that is.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// A required single line: trimmed, inner white space kept, without control or direction-override characters, and with
/// something to see.
///
/// Takes right-to-left text, emoji (with their joiners) and markup: it is inert where it is shown.
pub fn line(text: &str, max: usize) -> Result<String, Problem> {
    let text = text.trim();
    match () {
        () if text.is_empty() => Err(Problem::Required),
        () if text.chars().count() > max => Err(Problem::TooLong { max }),
        () if text.chars().any(is_unprintable) => Err(Problem::ControlCharacters),
        () if text.chars().all(is_invisible) => Err(Problem::ControlCharacters),
        () => Ok(text.to_owned()),
    }
}

/// An optional single line; blank is none.
pub fn optional_line(text: &str, max: usize) -> Result<Option<String>, Problem> {
    if text.trim().is_empty() { Ok(None) } else { line(text, max).map(Some) }
}

/// A day of the Gregorian calendar, `2026-11-22` (RFC 3339, full-date).
pub fn calendar_day(text: &str) -> Result<String, Problem> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return Err(Problem::NotADay) };
    let number = |part: &str, length| {
        (part.len() == length && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u32>().ok()).flatten()
    };
    let (Some(y), Some(m), Some(d)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return Err(Problem::NotADay);
    };
    let leap = y.is_multiple_of(4) && (!y.is_multiple_of(100) || y.is_multiple_of(400));
    let length = match m {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if y >= 1900 && (1..=length).contains(&d) { Ok(text.to_owned()) } else { Err(Problem::NotADay) }
}

/// C0, C1, line and paragraph separators, and the bidirectional embeddings and overrides (Unicode TR 36, 3.3) that let
/// a name pose as another.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Without what shows as nothing at the ends, and without direction marks there.
pub fn bare(text: &str) -> &str {
    text.trim_matches(shows_nothing)
}

/// White space, direction marks, and what else shows as nothing.
pub fn shows_nothing(c: char) -> bool {
    is_invisible(c) || matches!(c, '\u{202A}'..='\u{202E}' | '\u{FEFF}')
}

/// White space, and what shows as nothing: Unicode's `Default_Ignorable_Code_Point`s (joiners, variation selectors,
/// fillers) and the blank of braille. Between letters or emoji some of them mean something; alone they are a name that
/// nobody can read.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'
                ..='\u{180F}'
        )
        || matches!(
            c,
            '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        )
        || matches!(
            c,
            '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// The shape of an address: one `@`, something on both sides, a dot in the domain, no white space (a subset of RFC
/// 5321's mailboxes; whether it exists only a mail can tell). At most 254 characters.
///
/// What shows as nothing at its ends (a paste brings it along) is no part of it; elsewhere it is refused.
pub fn email(text: &str) -> Result<String, Problem> {
    let text = line(bare(text), 254)?;
    if text.chars().any(is_invisible) && !text.chars().any(char::is_whitespace) {
        return Err(Problem::ControlCharacters);
    }
    let (local, domain) = text.rsplit_once('@').ok_or(Problem::NotAnEmail)?;
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.contains(|c: char| c.is_whitespace() || "\"(),:;<>@[\\]".contains(c))
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    let label_ok = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || !c.is_ascii())
            && !label.contains(char::is_whitespace)
    };
    // The full stops of UTS 46.
    let mut labels = domain.split(['.', '\u{3002}', '\u{FF0E}', '\u{FF61}']);
    if local_ok && labels.clone().nth(1).is_some() && labels.all(label_ok) {
        Ok(text)
    } else {
        Err(Problem::NotAnEmail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_people_have_are_taken() {
        for good in ["ana@example.com", "O'Neil+tag@sub.example.co.uk", "josé@exämple.de", "  x@y.zz "] {
            assert_eq!(email(good).as_deref(), Ok(good.trim()), "{good}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in [
            "ana",
            "ana@",
            "@example.com",
            "a b@example.com",
            "ana@example",
            "a@b@c.de",
            "<a@b.cd>",
            "a@-b.cd",
            "a..b@c.de",
        ] {
            assert_eq!(email(bad), Err(Problem::NotAnEmail), "{bad}");
        }
        assert_eq!(email(" "), Err(Problem::Required));
        assert_eq!(email("a\u{0}@example.com"), Err(Problem::ControlCharacters));
    }

    #[test]
    fn what_shows_as_nothing_is_no_name_and_no_part_of_an_address() {
        for nothing in ["\u{200B}", "\u{3164}", "\u{2800} \u{200D}", "\u{FE0F}", "\u{E0041}"] {
            assert_eq!(line(nothing, 10), Err(Problem::ControlCharacters), "{nothing:?}");
        }
        assert_eq!(line("👩‍🚀", 10).as_deref(), Ok("👩‍🚀"));
        assert_eq!(line("می‌خواهم", 10).as_deref(), Ok("می‌خواهم"));
        assert_eq!(email("e\u{200B}ve@example.com"), Err(Problem::ControlCharacters));
    }

    #[test]
    fn names_in_any_script_are_taken_and_disguises_refused() {
        for good in ["Zoë", "محمد", "👩‍👩‍👧 Ana", "<b>Bobby</b>", "O’Brien"] {
            assert_eq!(line(good, MAX_LINE).as_deref(), Ok(good));
        }
        for bad in ["a\u{202E}b", "a\nb", "a\u{0}b", "a\u{2066}b"] {
            assert_eq!(line(bad, MAX_LINE), Err(Problem::ControlCharacters));
        }
        assert_eq!(line(&"x".repeat(10_000), MAX_LINE), Err(Problem::TooLong { max: MAX_LINE }));
    }

    proptest! {
        #[test]
        fn what_a_line_accepts_it_accepts_again_unchanged(text in ".*") {
            if let Ok(once) = line(&text, MAX_LINE) {
                prop_assert_eq!(line(&once, MAX_LINE), Ok(once.clone()));
                prop_assert!(!once.contains(['\n', '\r', '\0']));
            }
        }

        #[test]
        fn an_accepted_address_has_two_sides_and_no_line_break(text in ".{0,40}@.{0,40}") {
            if let Ok(address) = email(&text) {
                let (local, domain) = address.rsplit_once('@').unwrap();
                prop_assert!(!local.is_empty() && domain.contains('.'));
                prop_assert!(!address.contains(char::is_whitespace));
            }
        }
    }
}
