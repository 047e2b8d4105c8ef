//! What the search index holds of a person, and what a search asks of it.
//!
//! Of each word it holds every piece of up to three characters: of "zoë", folded to "zoe", `zoe`, `oe` and `e`. So any
//! three or more in a search are found by their pieces, and one or two by what begins with them, in every script.
//! Beside them stand facets: what a filter asks for. The index answers with candidates; what it can't tell of them is
//! compared after.

use crate::db::Term;
use model::ids::{GroupId, RoleId, WorkspaceId};
use model::users::{Source, Status};
use std::collections::BTreeSet;

/// Begins with what no piece of a text does, so that the two never meet.
fn facet(name: &str, value: &str) -> String {
    format!("__{name}{}", value.replace(['_', '-'], ""))
}

pub(crate) fn of_workspace(workspace: WorkspaceId) -> String {
    facet("w", &workspace.0.simple().to_string())
}

pub(crate) fn of_status(status: Status) -> String {
    facet("s", if status == Status::Expired { "invited" } else { status.name() })
}

pub(crate) fn of_role(role: RoleId) -> String {
    facet("r", &role.0.simple().to_string())
}

/// Of those who have more than this role: another one, or the flag.
pub(crate) fn of_role_and_more(role: RoleId) -> String {
    facet("more", &role.0.simple().to_string())
}

pub(crate) fn of_group(group: GroupId) -> String {
    facet("g", &group.0.simple().to_string())
}

pub(crate) fn of_super_user() -> String {
    facet("super", "")
}

pub(crate) fn of_source(source: Source) -> String {
    facet("from", source.name())
}

pub(crate) fn of_second_factor(with: bool) -> String {
    facet("factor", if with { "with" } else { "without" })
}

/// The pieces of a text.
pub(crate) fn of_text(text: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for word in text.split_whitespace() {
        let chars: Vec<char> = word.chars().collect();
        terms.extend((0..chars.len()).map(|from| piece(&chars[from..chars.len().min(from + LONG_TERM)])));
    }
    terms
}

/// What a row must hold to have this word somewhere in it. Of a long one not each piece: those that cover it find as
/// few.
pub(crate) fn asked(word: &str) -> Vec<Term> {
    let chars: Vec<char> = word.chars().collect();
    if chars.len() < LONG_TERM {
        return vec![Term::StartsWith(piece(&chars))];
    }
    let last = chars.len() - LONG_TERM;
    let pieces = chars.windows(LONG_TERM).enumerate().filter(|(at, _)| at % LONG_TERM == 0 || *at == last);
    pieces.map(|(_, chars)| Term::Whole(piece(chars))).collect()
}

/// The same for a telephone number, which may stand there with or without what its digits are parted by.
pub(crate) fn asked_of_phone(word: &str) -> Vec<Term> {
    word.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).flat_map(asked).collect()
}

/// Whether who holds what is asked of this word has it, without looking.
pub(crate) fn tell_all(word: &str) -> bool {
    word.chars().count() <= LONG_TERM
}

/// The longest piece.
const LONG_TERM: usize = 3;

/// Characters as a term: signs by their numbers, since both databases take letters, digits and `_` only.
fn piece(chars: &[char]) -> String {
    let mut term = String::new();
    for c in chars {
        if c.is_alphanumeric() { term.push(*c) } else { term += &format!("_{:x}_", u32::from(*c)) }
    }
    term
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn holds(terms: &BTreeSet<String>, term: &Term) -> bool {
        match term {
            Term::Whole(text) => terms.contains(text),
            Term::StartsWith(text) => terms.iter().any(|term| term.starts_with(text)),
        }
    }

    #[test]
    fn pieces() {
        let expected: BTreeSet<String> = ["ana", "na_40_", "a_40_b", "_40_b", "b"].map(str::to_owned).into();
        assert_eq!(of_text("ana@b"), expected);
        assert_eq!(asked("王"), [Term::StartsWith("王".into())]);
        assert_eq!(asked("_"), [Term::StartsWith("_5f_".into())]);
        let pieces = |word| asked(word).len();
        assert_eq!([pieces("anas"), pieces("anasou"), pieces("anasouza")], [2, 2, 3]);
    }

    proptest! {
        /// No candidate is missed: whatever part of a text is looked for, the text's terms have all that is asked.
        #[test]
        fn every_part_of_a_text_is_found(text in "[a-z0-9@._王美ла é]{1,30}", from in 0..30usize, length in 1..8usize) {
            let part: String = text.chars().skip(from).take(length).collect();
            let terms = of_text(&text);
            for word in part.split_whitespace() {
                for term in asked(word) {
                    prop_assert!(holds(&terms, &term), "{term:?} of {word:?} in {terms:?}");
                }
            }
        }

        /// Where the index tells all, nobody is found who does not have it.
        #[test]
        fn short_words_need_no_look(text in "[a-z0-9@._王美ла é]{1,30}", word in "[a-z0-9王美ла.@_]{1,4}") {
            if tell_all(&word) {
                let terms = of_text(&text);
                prop_assert_eq!(asked(&word).iter().all(|term| holds(&terms, term)), text.contains(&word));
            }
        }

        /// As it was typed, and by its digits alone.
        #[test]
        fn telephone_numbers_are_found(word in "[0-9+./()-]{1,12}") {
            let digits: String = word.chars().filter(char::is_ascii_digit).collect();
            for text in [format!("a@b {word}"), format!("a@b 49{digits}1")] {
                let terms = of_text(&text);
                prop_assert!(asked_of_phone(&word).iter().all(|term| holds(&terms, term)), "{word} in {text}");
            }
        }

        #[test]
        fn terms_are_plain_words(text in "\\PC{0,40}") {
            let plain = |c: char| c.is_alphanumeric() || c == '_';
            prop_assert!(of_text(&text).iter().all(|term| term.chars().all(plain) && !term.starts_with("__")));
        }
    }
}
