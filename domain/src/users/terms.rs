//! What the search index holds of a person, and what a search asks of it.
//!
//! Of each run of letters and digits it holds every piece of up to three characters: of "zoë", folded to "zoe", `zoe`, `oe`
//! and `e`. So any run of three or more in a search is found by its pieces, and one of one or two by what begins with it,
//! in every script. The index answers with candidates; the text itself is compared after.
//!
//! It also holds how the keys of the orders by text begin. All whose name begins with what is looked for stand together
//! there, far from the start of the list: [`beginning`] tells them from those who only have it somewhere.

use crate::db::Term;
use model::ids::{RoleId, WorkspaceId};
use model::users::{SortKey, Source, Status};
use std::collections::BTreeSet;

/// Longer than any piece of a text, so that the two never meet.
fn facet(name: &str, value: &str) -> String {
    format!("facet{name}{}", value.replace(['_', '-'], ""))
}

pub(super) fn of_workspace(workspace: WorkspaceId) -> String {
    format!("workspace{}", workspace.0.simple())
}

pub(super) fn of_status(status: Status) -> String {
    facet("status", if status == Status::Expired { "invited" } else { status.name() })
}

pub(super) fn of_role(role: RoleId) -> String {
    format!("facetrole{}", role.0.simple())
}

pub(super) fn of_super_user() -> String {
    facet("role", "superuser")
}

pub(super) fn of_source(source: Source) -> String {
    facet("source", source.name())
}

pub(super) fn of_second_factor(with: bool) -> String {
    facet("factor", if with { "with" } else { "without" })
}

/// The longest beginning of a key that the index knows, in characters.
const BEGINNING: usize = 8;

/// How a key of an order begins; none where that is not a letter or digit, or where the order is by no text.
pub(super) fn of_beginning(key: SortKey, text: &str) -> Option<String> {
    let name = match key {
        SortKey::Name => "name",
        SortKey::Email => "email",
        SortKey::Phone => "phone",
        _ => return None,
    };
    let start = beginning(text);
    (!start.is_empty()).then(|| format!("begin{name}{start}"))
}

/// The letters and digits that a text begins with, as far as the index knows them.
pub(super) fn beginning(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric()).take(BEGINNING).collect()
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

/// What a row must hold to have this word somewhere in it.
pub(super) fn asked(word: &str) -> Vec<Term> {
    let (mut whole, mut starts) = (BTreeSet::new(), Vec::new());
    for run in runs(word) {
        let chars: Vec<char> = run.chars().collect();
        if chars.len() < 3 {
            starts.push(Term::StartsWith(run.to_owned()));
        }
        whole.extend(chars.windows(3).map(|piece| Term::Whole(piece.iter().collect())));
    }
    match (whole.is_empty(), starts.is_empty()) {
        (false, _) => whole.into_iter().collect(),
        (true, false) => starts,
        (true, true) => word.chars().map(|c| Term::Whole(sign(c))).collect(),
    }
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
        }
    }

    #[test]
    fn pieces() {
        let expected: BTreeSet<String> = ["ana", "na", "a", "ab", "b", "sign40"].map(str::to_owned).into();
        assert_eq!(of_text("ana@ab"), expected);
        assert_eq!(asked("王"), [Term::StartsWith("王".into())]);
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

        #[test]
        fn terms_are_plain_words(text in "\\PC{0,40}") {
            prop_assert!(of_text(&text).iter().all(|term| term.chars().all(char::is_alphanumeric)));
        }
    }
}
