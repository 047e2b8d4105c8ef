//! The words, in three languages.
//!
//! The catalogues stand in `model/locales`. The server holds all three; a browser is handed the one it reads
//! (`install`), so that no text weighs on the WASM. A test finds keys that are used and missing, or there and unused.

use crate::credits::Shortage;
use crate::plans::{PlanLimit, Seats};
use crate::{Language, Refusal};
use std::collections::HashMap;

/// A language's texts, looked up by key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    /// The language of the catalogue.
    pub language: Language,
    /// Mails can leave. Where they can't, what a text promises is promised by another one, under `<key>.no_mail`.
    mail: bool,
}

impl Language {
    /// Its texts, as where mails can leave.
    pub fn texts(self) -> Texts {
        Texts { language: self, mail: true }
    }
}

impl Texts {
    /// The same texts where mails can leave, or where they can't.
    #[must_use]
    pub fn with_mail(self, mail: bool) -> Self {
        Self { mail, ..self }
    }

    /// The text; where there is none, which a test forbids, a mark that is seen.
    pub fn get(self, key: &str) -> &'static str {
        self.find(key).unwrap_or("[?]")
    }

    /// The text, for a key that there may be no text for.
    pub fn find(self, key: &str) -> Option<&'static str> {
        let without = if self.mail { None } else { store::lookup(self.language, &format!("{key}.no_mail")) };
        without.or_else(|| store::lookup(self.language, key))
    }

    /// The text with `{name}` replaced. Values are put in as they are, once: a value's braces mean nothing.
    pub fn with(self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// The text for so many: `<key>.one` or `<key>.other`, with `{n}` replaced.
    pub fn count(self, key: &str, n: i64) -> String {
        self.count_with(key, n, &[])
    }

    /// The text for so many, with other values beside `{n}`.
    pub fn count_with(self, key: &str, n: i64, values: &[(&str, &str)]) -> String {
        let number = self.number(n);
        let all: Vec<(&str, &str)> = values.iter().copied().chain([("n", number.as_str())]).collect();
        self.with(&format!("{key}.{}", self.language.category(n)), &all)
    }

    /// A whole number with the language's thousands separators.
    pub fn number(self, n: i64) -> String {
        let separator = if self.language == Language::English { ',' } else { '.' };
        let digits = n.unsigned_abs().to_string();
        let mut out = String::from(if n < 0 { "-" } else { "" });
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    /// A day of the month as dates write it: in Portuguese the first is an ordinal.
    pub fn day_of_month(self, day: i8) -> String {
        let ordinal = if self.language == Language::Portuguese && day == 1 { "º" } else { "" };
        format!("{day}{ordinal}")
    }

    /// "7 December 2026".
    pub fn date(self, year: i16, month: i8, day: i8) -> String {
        let (month, year) = (self.get(&format!("month.{month}")), year.to_string());
        self.with("date.day", &[("day", &self.day_of_month(day)), ("month", month), ("year", &year)])
    }

    /// The same for a day as date controls give it, `2026-12-07`; nothing where it is none.
    pub fn day_in_words(self, day: &str) -> Option<String> {
        let day = crate::fields::calendar_day(day).ok()?;
        let mut parts = day.split('-');
        let (year, month, day) =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(self.date(year, month, day))
    }

    /// Why a part of long work could not be done.
    pub fn refusal(self, refusal: &Refusal) -> String {
        let title = |error: &str| self.get(&format!("error.{error}.title")).to_owned();
        match refusal {
            Refusal::NotFound => title("not_found"),
            Refusal::Forbidden => self.get("import.problem.forbidden").to_owned(),
            Refusal::FactorRequired => title("factor_required"),
            Refusal::ProviderRequired(_) => title("provider_required"),
            Refusal::EmailVerificationRequired => title("email_verification_required"),
            Refusal::Conflict => title("conflict"),
            Refusal::OutOfCredits(shortage) => self.shortage(*shortage),
            Refusal::PlanLimit(full) => self.plan_limit(full),
            // Of somebody else than the reader.
            Refusal::Invalid { problem: crate::Problem::LastSuperUser, .. } => {
                self.get("import.problem.last_super_user").to_owned()
            }
            Refusal::Invalid { field, problem } => self.problem_at(field, *problem),
        }
    }

    /// Which credits are missing, and how to go on.
    pub fn shortage(self, shortage: Shortage) -> String {
        let (needed, available) = (self.number(shortage.needed), self.number(shortage.available));
        let key = format!("credits.shortage.{}", shortage.reason.name());
        self.with(&key, &[("needed", &needed), ("available", &available)])
    }

    /// What of a plan is full, and whom to ask for another one.
    pub fn plan_limit(self, full: &PlanLimit) -> String {
        let max = i64::try_from(full.max).unwrap_or(i64::MAX);
        let is_full = self.count_with(&format!("plans.full.{}", full.limit.name()), max, &[("plan", &full.plan)]);
        let way_on = match full.support.as_str() {
            "" => self.get("plans.ask_operator").to_owned(),
            support => self.with("plans.ask", &[("support", support)]),
        };
        format!("{is_full} {way_on}")
    }

    /// What to say before the last seat is taken, and once it is; none while there is room enough.
    pub fn seats(self, seats: &Seats) -> Option<String> {
        match seats.left {
            0 => Some(self.plan_limit(&seats.full)),
            left if seats.is_near => Some(self.count("plans.seats_left", i64::try_from(left).unwrap_or(i64::MAX))),
            _ => None,
        }
    }

    /// What is wrong with the field of this name: where it is empty, what belongs into it.
    pub fn problem_at(self, field: &str, problem: crate::Problem) -> String {
        let own = match problem {
            crate::Problem::Required => self.find(&format!("problem.required.{field}")),
            _ => None,
        };
        own.map_or_else(|| self.problem(problem), str::to_owned)
    }

    /// What is wrong with a field, in words that say how to mend it.
    pub fn problem(self, problem: crate::Problem) -> String {
        let n = problem.value().unwrap_or_default();
        let least = problem.least().map(|n| n.to_string()).unwrap_or_default();
        self.with(&format!("problem.{}", problem.name()), &[("n", &n), ("least", &least)])
    }
}

/// A piece of a text: words as they stand, or a value by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words as they stand.
    Words(&'a str),
    /// The name of a value, without its braces.
    Value(&'a str),
}

/// Takes a text apart at its values, `{name}`.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}') else { break };
        pieces.push(Piece::Words(&rest[..start]));
        pieces.push(Piece::Value(&rest[start + 1..start + end]));
        rest = &rest[start + end + 1..];
    }
    pieces.push(Piece::Words(rest));
    pieces.retain(|piece| *piece != Piece::Words(""));
    pieces
}

/// The text with `{name}` replaced, as [`Texts::with`] does it.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => out.push_str(words),
            Piece::Value(name) => match values.iter().find(|(key, _)| *key == name) {
                Some((_, value)) => out.push_str(value),
                None => out.push_str(&format!("{{{name}}}")),
            },
        }
    }
    out
}

type Catalogue = HashMap<String, String>;

#[cfg(not(target_arch = "wasm32"))]
mod store;

/// In the browser: the one catalogue that the page handed over.
#[cfg(target_arch = "wasm32")]
mod store {
    use super::Catalogue;
    use crate::Language;
    use std::sync::OnceLock;

    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();

    pub(super) fn lookup(_: Language, key: &str) -> Option<&'static str> {
        CATALOGUE.get()?.get(key).map(String::as_str)
    }

    /// Takes the catalogue of the language that the page is in; called once, before an island is made live.
    pub fn install(json: &str) {
        if let Ok(catalogue) = serde_json::from_str(json) {
            let _ = CATALOGUE.set(catalogue);
        }
    }
}

#[cfg(target_arch = "wasm32")]
pub use store::install;
#[cfg(not(target_arch = "wasm32"))]
pub use store::{for_browsers, source};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_once() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "x")]), "{b} and x");
        assert_eq!(fill("{unknown} {", &[]), "{unknown} {");
    }

    #[test]
    fn days_read_as_the_language_writes_them() {
        let of = |language: Language, day| language.texts().day_in_words(day);
        assert_eq!(of(Language::English, "2026-12-07").as_deref(), Some("7 December 2026"));
        assert_eq!(of(Language::Portuguese, "2026-08-01").as_deref(), Some("1º de agosto de 2026"));
        assert_eq!(of(Language::Portuguese, "2026-08-21").as_deref(), Some("21 de agosto de 2026"));
        assert_eq!(of(Language::Spanish, "2026-08-01").as_deref(), Some("1 de agosto de 2026"));
        assert_eq!(of(Language::English, "2026-02-30"), None);
    }

    #[test]
    fn empty_field_message_names_the_field() {
        let t = Language::English.texts();
        assert_eq!(t.problem_at("role", crate::Problem::Required), "Choose a role.");
        assert_eq!(t.problem_at("unheard_of", crate::Problem::Required), "Enter a value.");
        assert_eq!(t.problem_at("role", crate::Problem::TooLong { max: 9 }), "9 characters at most.");
    }

    #[test]
    fn numbers_read_as_the_language_writes_them() {
        assert_eq!(Language::English.texts().number(1_234_567), "1,234,567");
        assert_eq!(Language::Spanish.texts().number(-1234), "-1.234");
        assert_eq!(Language::English.texts().number(999), "999");
    }

    #[test]
    fn a_reached_limit_names_the_plan_and_who_can_change_it() {
        let full = PlanLimit {
            limit: crate::plans::Limit::People,
            plan: "Team".into(),
            max: 5,
            support: "help@example.com".into(),
        };
        let words = Language::English.texts().plan_limit(&full);
        assert!(words.contains("Team") && words.contains("5 people") && words.contains("help@example.com"), "{words}");
        let words = Language::English.texts().plan_limit(&PlanLimit { support: String::new(), ..full });
        assert!(words.contains("ask the people who run Roster"), "{words}");
    }
}
