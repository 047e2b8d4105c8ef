//! Three-way merge of an edit form: what it was opened with, what was sent, and what is saved by now.
//!
//! A field that was not touched takes what is saved. One that both sides changed, to different values, is a conflict,
//! and the person is asked about that field alone. Sets merge element by element. What the form says it was opened with
//! decides only which fields count as touched; whether someone may write them is decided by the verb, on the merged
//! value.

use crate::{Error, Fields};
use serde::{Deserialize, Serialize};

/// What stands before the name of a control that holds what the form was opened with.
pub const SHOWN_PREFIX: &str = "shown.";
/// What stands before the name of the control that answers a conflict.
pub const KEEP: &str = "keep.";
/// Its value where what is saved is to stay.
pub const KEEP_SAVED: &str = "saved";

/// A field that someone else has changed while it was being edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The field, as [`Base::keep_saved`] calls it.
    pub field: String,
    /// Its label, in the reader's language.
    pub label: String,
    /// What the other one has saved, as a person reads it.
    pub saved: String,
    /// What the reader has sent, as a person reads it.
    pub mine: String,
}

/// What a form was opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base<T> {
    /// The version of what it showed.
    pub version: i64,
    /// What it showed, where it says so. Without it every field that was sent counts as touched.
    pub shown: Option<T>,
    /// The fields in which what is saved stays, whatever was sent: the answers to a conflict.
    pub keep_saved: Vec<String>,
}

impl<T> Base<T> {
    /// As a form says it: `version`, the controls under [`SHOWN_PREFIX`], the answers under [`KEEP`].
    pub fn read(fields: &Fields, parse: impl FnOnce(&Fields) -> Option<T>) -> Self {
        let shown = fields.below(SHOWN_PREFIX);
        let answers = fields.below(KEEP);
        let saved = answers.pairs().iter().filter(|(_, answer)| answer == KEEP_SAVED);
        Self {
            version: fields.get("version").parse().unwrap_or_default(),
            shown: if shown.pairs().is_empty() { None } else { parse(&shown) },
            keep_saved: saved.map(|(field, _)| field.clone()).collect(),
        }
    }
}

impl<T> From<i64> for Base<T> {
    fn from(version: i64) -> Self {
        Self { version, shown: None, keep_saved: Vec::new() }
    }
}

/// Which side a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// What is saved: the field was not touched, or this side was chosen.
    Saved,
    /// What was sent: nobody else has changed the field.
    Mine,
    /// Both sides changed it, to different values.
    Conflict,
}

/// A form that can be merged field by field.
pub trait Mergeable: Sized {
    /// Merges each field through `merge`. Where there is a conflict, the field holds what was sent.
    fn merged(merge: &mut Merge<'_>, shown: Option<&Self>, mine: &Self, saved: &Self) -> Self;
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged<T> {
    /// Each field merged; where there is a conflict, what was sent.
    pub value: T,
    /// The fields that have to be asked about.
    pub conflicts: Vec<&'static str>,
}

impl<T: Mergeable> Base<T> {
    /// Merges what was sent with what is saved in `version`.
    pub fn merge(&self, mine: &T, saved: &T, version: i64) -> Merged<T> {
        let mut merge = Merge { current: version == self.version, keep_saved: &self.keep_saved, conflicts: Vec::new() };
        let value = T::merged(&mut merge, self.shown.as_ref(), mine, saved);
        Merged { value, conflicts: merge.conflicts }
    }
}

impl<T> Merged<T> {
    /// What to save, or [`Error::Conflict`].
    pub fn settled(self) -> Result<T, Error> {
        if self.conflicts.is_empty() { Ok(self.value) } else { Err(Error::Conflict) }
    }
}

/// A merge under way.
#[derive(Debug)]
pub struct Merge<'a> {
    /// Nothing was saved since the form was opened.
    current: bool,
    keep_saved: &'a [String],
    conflicts: Vec<&'static str>,
}

impl Merge<'_> {
    /// A field with one value.
    pub fn value<T: Clone + PartialEq>(&mut self, field: &'static str, shown: Option<&T>, mine: &T, saved: &T) -> T {
        match self.take(field, shown, mine, saved) {
            Take::Saved => saved.clone(),
            Take::Mine => mine.clone(),
            Take::Conflict => self.conflict(field, mine.clone()),
        }
    }

    /// A field that is a set: what was added is added to what is saved, what was taken out is taken out of it.
    pub fn set<T: Clone + PartialEq>(
        &mut self,
        field: &'static str,
        shown: Option<&[T]>,
        mine: &[T],
        saved: &[T],
    ) -> Vec<T> {
        let Some(shown) = shown.filter(|_| !self.keeps_saved(field)) else {
            let same = contains_all(mine, saved) && contains_all(saved, mine);
            let mine = if same { saved } else { mine };
            return self.value(field, None, &mine.to_vec(), &saved.to_vec());
        };
        let stays = saved.iter().filter(|one| mine.contains(one) || !shown.contains(one));
        let added = mine.iter().filter(|one| !shown.contains(one) && !saved.contains(one));
        stays.chain(added).cloned().collect()
    }

    /// The same, of which one at least has to stay: where both sides together would leave none, it is a conflict.
    pub fn filled_set<T: Clone + PartialEq>(
        &mut self,
        field: &'static str,
        shown: Option<&[T]>,
        mine: &[T],
        saved: &[T],
    ) -> Vec<T> {
        let merged = self.set(field, shown, mine, saved);
        if merged.is_empty() && !mine.is_empty() { self.conflict(field, mine.to_vec()) } else { merged }
    }

    fn take<T: PartialEq>(&self, field: &str, shown: Option<&T>, mine: &T, saved: &T) -> Take {
        let touched = shown != Some(mine);
        match () {
            () if mine == saved || !touched || self.keeps_saved(field) => Take::Saved,
            () if self.current || shown == Some(saved) => Take::Mine,
            () => Take::Conflict,
        }
    }

    fn keeps_saved(&self, field: &str) -> bool {
        self.keep_saved.iter().any(|kept| kept == field)
    }

    fn conflict<T>(&mut self, field: &'static str, mine: T) -> T {
        if !self.conflicts.contains(&field) {
            self.conflicts.push(field);
        }
        mine
    }
}

fn contains_all<T: PartialEq>(these: &[T], others: &[T]) -> bool {
    others.iter().all(|one| these.contains(one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn merge<T: Clone + PartialEq>(current: bool, shown: Option<&T>, mine: &T, saved: &T) -> (T, bool) {
        let mut merge = Merge { current, keep_saved: &[], conflicts: Vec::new() };
        let value = merge.value("field", shown, mine, saved);
        (value, !merge.conflicts.is_empty())
    }

    fn sets(shown: &[u8], mine: &[u8], saved: &[u8]) -> Vec<u8> {
        let mut merge = Merge { current: false, keep_saved: &[], conflicts: Vec::new() };
        let mut merged = merge.set("field", Some(shown), mine, saved);
        assert!(merge.conflicts.is_empty(), "sets merge");
        merged.sort_unstable();
        merged
    }

    #[test]
    fn only_a_field_that_both_changed_is_a_conflict() {
        assert_eq!(merge(false, Some(&"a"), &"a", &"b"), ("b", false), "not touched here");
        assert_eq!(merge(false, Some(&"a"), &"b", &"a"), ("b", false), "not touched there");
        assert_eq!(merge(false, Some(&"a"), &"b", &"b"), ("b", false), "both alike");
        assert_eq!(merge(false, Some(&"a"), &"b", &"c"), ("b", true));
        assert_eq!(merge(false, None, &"b", &"c"), ("b", true), "nothing is known of what was shown");
        assert_eq!(merge(false, None, &"b", &"b"), ("b", false));
        assert_eq!(merge(true, None, &"b", &"c"), ("b", false), "nobody saved meanwhile");
        assert_eq!(merge(true, Some(&"a"), &"b", &"c"), ("b", false), "shown otherwise than it is saved");
        assert_eq!(merge(true, Some(&"a"), &"a", &"c"), ("c", false));
    }

    #[test]
    fn an_answer_keeps_what_is_saved() {
        let keep = ["field".to_owned()];
        let mut merge = Merge { current: false, keep_saved: &keep, conflicts: Vec::new() };
        assert_eq!(merge.value("field", Some(&1), &2, &3), 3);
        assert_eq!(merge.set("field", Some(&[1]), &[2], &[3]), [3]);
        assert_eq!(merge.value("other", Some(&1), &2, &3), 2);
        assert_eq!(merge.conflicts, ["other"]);
    }

    #[test]
    fn sets_that_together_are_empty_are_asked_about() {
        let mut merge = Merge { current: false, keep_saved: &[], conflicts: Vec::new() };
        assert_eq!(merge.filled_set("field", Some(&[1, 2]), &[1], &[2]), [1]);
        assert_eq!(merge.conflicts, ["field"]);
        assert_eq!(merge.filled_set("other", Some(&[1, 2]), &[2], &[1, 2, 3]), [2, 3]);
        assert_eq!(merge.conflicts, ["field"]);
    }

    #[test]
    fn without_what_was_shown_a_set_is_one_value() {
        let mut merge = Merge { current: false, keep_saved: &[], conflicts: Vec::new() };
        assert_eq!(merge.set("same", None, &[1, 2], &[2, 1]), [2, 1]);
        assert_eq!(merge.set("other", None, &[1], &[2]), [1]);
        assert_eq!(merge.conflicts, ["other"]);
    }

    fn elements() -> impl Strategy<Value = Vec<u8>> {
        proptest::collection::btree_set(0_u8..8, 0..8).prop_map(|set| set.into_iter().collect())
    }

    proptest! {
        #[test]
        fn what_neither_side_touched_stays_and_what_one_side_did_counts(
            shown in elements(), mine in elements(), saved in elements()
        ) {
            let merged = sets(&shown, &mine, &saved);
            for one in 0_u8..8 {
                let (was, here, there) = (shown.contains(&one), mine.contains(&one), saved.contains(&one));
                let expected = if here == was { there } else { here };
                prop_assert_eq!(merged.contains(&one), expected);
            }
            prop_assert_eq!(&merged, &sets(&shown, &saved, &mine), "whoever is first");
            prop_assert_eq!(sets(&shown, &shown, &saved), saved, "nothing touched");
        }

        #[test]
        fn nothing_saved_is_lost_silently(shown in 0_u8..4, mine in 0_u8..4, saved in 0_u8..4) {
            let (value, conflict) = merge(false, Some(&shown), &mine, &saved);
            if saved != shown && value != saved {
                prop_assert!(conflict);
            }
            if mine != shown && value != mine {
                prop_assert!(false, "what was typed is lost");
            }
        }
    }
}
