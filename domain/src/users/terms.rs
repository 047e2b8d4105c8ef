//! What the search index holds of a person, and what a search asks of it.
//!
//! Of each run of letters and digits it holds every piece of up to three characters: of "zoë", folded to "zoe", `zoe`, `oe`
//! and `e`. So any run of three or more in a search is found by its pieces, and one of one or two by what begins with it,
//! in every script. Beside them stand facets: what a filter asks for. The index answers with candidates; what it can't tell
//! of them is compared after.

use crate::db::Term;
use model::ids::{RoleId, WorkspaceId};
use model::users::{Source, Status};
use std::collections::BTreeSet;

/// Begins with what no piece of a text does, so that the two never meet.
fn facet(name: &str, value: &str) -> String {
    format!("_{name}{}", value.replace(['_', '-'], ""))
}

pub(super) fn of_workspace(workspace: WorkspaceId) -> String {
    facet("w", &workspace.0.simple().to_string())
}

/// Of everyone who was not removed.
pub(super) fn of_listed() -> String {
    facet("listed", "")
}

pub(super) fn of_status(status: Status) -> String {
    facet("s", if status == Status::Expired { "invited" } else { status.name() })
}

pub(super) fn of_role(role: RoleId) -> String {
    facet("r", &role.0.simple().to_string())
}

/// Of those who have no other.
pub(super) fn of_only_role(role: RoleId) -> String {
    facet("only", &role.0.simple().to_string())
}

pub(super) fn of_super_user() -> String {
    facet("super", "")
}

pub(super) fn of_source(source: Source) -> String {
    facet("from", source.name())
}

pub(super) fn of_second_factor(with: bool) -> String {
    facet("factor", if with { "with" } else { "without" })
}

/// The pieces of a text.
pub(super) fn of_text(text: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for run in runs(text) {
        let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
        for (i, at) in starts.iter().take(starts.len() - 1).enumerate() {
            terms.insert(run[*at..starts[(i + 3).min(starts.len() - 1)]].to_owned());
        }
    }
    terms.extend(text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).map(sign));
    terms
}

/// What a row must hold to have this word somewhere in it. Of a long run not each piece: those that cover it find as few.
pub(super) fn asked(word: &str) -> Vec<Term> {
    let (mut whole, mut starts) = (BTreeSet::new(), Vec::new());
    for run in runs(word) {
        let chars: Vec<char> = run.chars().collect();
        if chars.len() < 3 {
            starts.push(Term::StartsWith(run.to_owned()));
        }
        let last = chars.len().saturating_sub(3);
        let pieces = chars.windows(3).enumerate().filter(|(at, _)| at % 3 == 0 || *at == last);
        whole.extend(pieces.map(|(_, piece)| Term::Whole(piece.iter().collect())));
    }
    match (whole.is_empty(), starts.is_empty()) {
        (false, _) => whole.into_iter().collect(),
        (true, false) => starts,
        (true, true) => word.chars().map(|c| Term::Whole(sign(c))).collect(),
    }
}

/// Whether who holds what is asked of this word has it, without looking.
pub(super) fn tell_all(word: &str) -> bool {
    word.chars().all(char::is_alphanumeric) && word.chars().count() <= 3
}

/// A character that is neither letter nor digit, as a term.
fn sign(c: char) -> String {
    format!("sign{:x}", u32::from(c))
}

fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn holds(terms: &BTreeSet<String>, term: &Term) -> bool {
        match term {
            Term::Whole(text) => terms.contains(text),
            Term::StartsWith(text) => terms.iter().any(|term| term.starts_with(text)),
            Term::Not(text) => !terms.contains(text),
        }
    }

    #[test]
    fn pieces() {
        let expected: BTreeSet<String> = ["ana", "na", "a", "ab", "b", "sign40"].map(str::to_owned).into();
        assert_eq!(of_text("ana@ab"), expected);
        assert_eq!(asked("王"), [Term::StartsWith("王".into())]);
        let pieces = |word| asked(word).len();
        assert_eq!([pieces("anas"), pieces("anasou"), pieces("anasouza")], [2, 2, 3]);
        assert_eq!(asked("_"), [Term::Whole("sign5f".into())]);
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
        fn short_words_need_no_look(text in "[a-z0-9@._王美ла é]{1,30}", word in "[a-z0-9王美ла]{1,4}") {
            if tell_all(&word) {
                let terms = of_text(&text);
                prop_assert_eq!(asked(&word).iter().all(|term| holds(&terms, term)), text.contains(&word));
            }
        }

        #[test]
        fn terms_are_plain_words(text in "\\PC{0,40}") {
            prop_assert!(of_text(&text).iter().all(|term| term.chars().all(char::is_alphanumeric)));
        }
    }
}
